package io.groqmeter.simulator;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A test with a running simulator and a client for it. */
@Timeout(30)
abstract class SimulatorTest {

    static final String HELLO =
            "{\"model\":\"llama-3.3-70b-versatile\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
    static final String STREAM = HELLO.replace("{\"model\"", "{\"stream\":true,\"model\"");

    GroqSimulator simulator;
    Client client;

    @BeforeEach
    void start() throws IOException {
        simulator = GroqSimulator.start(SimulatorConfig.local());
        client = new Client(simulator);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    static String asking(String model) {
        return HELLO.replace("llama-3.3-70b-versatile", model);
    }
}
