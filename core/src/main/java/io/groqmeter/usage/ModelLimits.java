package io.groqmeter.usage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The documented token limits of each model. Immutable. */
public final class ModelLimits {

    private static final ModelLimits DOCUMENTED = read();

    private final Map<String, Limit> byModel;
    private final Limit ofAny;

    /**
     * @param contextWindow tokens of input, or of input and output together
     * @param output tokens of one answer, reasoning included
     */
    private record Limit(long contextWindow, long output) {}

    private ModelLimits(Map<String, Limit> byModel) {
        this.byModel = Map.copyOf(byModel);
        this.ofAny = new Limit(largest(Limit::contextWindow), largest(Limit::output));
    }

    private long largest(ToLongFunction<Limit> of) {
        return byModel.values().stream().mapToLong(of).max().orElseThrow();
    }

    /** The limits of the known models. */
    public static ModelLimits documented() {
        return DOCUMENTED;
    }

    /** Whether a model's limits are documented. */
    public boolean knows(@Nullable String model) {
        return model != null && byModel.containsKey(model);
    }

    /** A model's context window; for an unknown or unnamed model, the largest of any. */
    public long contextWindow(@Nullable String model) {
        return of(model).contextWindow();
    }

    /** A model's longest answer in tokens; for an unknown or unnamed model, the longest of any. */
    public long output(@Nullable String model) {
        return of(model).output();
    }

    private Limit of(@Nullable String model) {
        return model == null ? ofAny : byModel.getOrDefault(model, ofAny);
    }

    private static ModelLimits read() {
        Properties table = new Properties();
        try (InputStream in = ModelLimits.class.getResourceAsStream("model-limits.properties")) {
            if (in == null) {
                throw new IllegalStateException("model-limits.properties is missing beside " + ModelLimits.class);
            }
            table.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Limit> limits = new HashMap<>();
        for (String model : table.stringPropertyNames()) {
            String[] tokens = table.getProperty(model).strip().split(" +");
            limits.put(model, new Limit(Long.parseLong(tokens[0]), Long.parseLong(tokens[1])));
        }
        return new ModelLimits(limits);
    }
}
