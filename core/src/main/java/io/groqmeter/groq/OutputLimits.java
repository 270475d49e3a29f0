package io.groqmeter.groq;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The longest answer each model gives, in tokens, as Groq documents it. Immutable. */
public final class OutputLimits {

    /** The longest output any model on Groq documents. */
    static final long OF_ANY_MODEL = 131_072;

    /** Those of the models that are known. */
    static final OutputLimits DOCUMENTED = documented();

    private final Map<String, Long> byModel;

    private OutputLimits(Map<String, Long> byModel) {
        this.byModel = Map.copyOf(byModel);
    }

    /** The most tokens a model answers; for one that is not known, or not named, {@link #OF_ANY_MODEL}. */
    long of(@Nullable String model) {
        return model == null ? OF_ANY_MODEL : byModel.getOrDefault(model, OF_ANY_MODEL);
    }

    /** The most tokens a model answers; empty for one that is not known. */
    public static OptionalLong known(String model) {
        Long limit = DOCUMENTED.byModel.get(model);
        return limit == null ? OptionalLong.empty() : OptionalLong.of(limit);
    }

    private static OutputLimits documented() {
        Properties table = new Properties();
        try (InputStream in = OutputLimits.class.getResourceAsStream("output-limits.properties")) {
            if (in == null) {
                throw new IllegalStateException("output-limits.properties is missing beside " + OutputLimits.class);
            }
            table.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Long> limits = new HashMap<>();
        table.stringPropertyNames().forEach(model -> limits.put(model, Long.valueOf(table.getProperty(model))));
        return new OutputLimits(limits);
    }
}
