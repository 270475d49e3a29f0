package io.groqmeter.example;

import io.groqmeter.simulator.GroqSimulator;
import io.groqmeter.simulator.SimulatorConfig;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where the examples call: Groq with {@code GROQ_API_KEY}, a simulated one without. */
public final class Groq implements AutoCloseable {

    private static final String MODEL = "llama-3.3-70b-versatile";

    private final @Nullable GroqSimulator simulator;
    private final String baseUrl;
    private final String key;

    private Groq(@Nullable GroqSimulator simulator, String baseUrl, String key) {
        this.simulator = simulator;
        this.baseUrl = baseUrl;
        this.key = key;
    }

    /** The one the environment names. */
    public static Groq of(@Nullable String key) throws IOException {
        if (key != null && !key.isBlank()) {
            return new Groq(null, "https://api.groq.com/openai/v1", key);
        }
        return at(GroqSimulator.start(SimulatorConfig.local()));
    }

    /** A simulated one. Closing this closes it. */
    public static Groq at(GroqSimulator simulator) {
        return new Groq(simulator, simulator.baseUrl() + "/openai/v1", "gsk_simulated");
    }

    /** What an SDK calls the base URL. */
    public String baseUrl() {
        return baseUrl;
    }

    /** The API key. */
    public String key() {
        return key;
    }

    /** The model the examples ask. */
    public String model() {
        return MODEL;
    }

    @Override
    public void close() {
        if (simulator != null) {
            simulator.close();
        }
    }
}
