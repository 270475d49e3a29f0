package io.groqmeter.store;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Something usage can be grouped or filtered by. */
public enum Dimension {
    /** The billed model. */
    MODEL,
    KEY,
    PROJECT,
    USER,
    /** The {@link io.groqmeter.usage.Endpoint} label. */
    ENDPOINT,
    /** The {@link io.groqmeter.usage.UsageBasis} label. */
    USAGE_BASIS,
    /** The {@link io.groqmeter.pricing.PriceBasis} label. */
    PRICE_BASIS,
    /** Groq's HTTP status, {@code 200}; {@code 0} when no answer came. */
    STATUS,
    /** The hour's start, as an ISO instant in UTC. */
    HOUR,
    /** The date in the store's zone, {@code 2026-11-22}. */
    DAY,
    /** The month in the store's zone, {@code 2026-11}. */
    MONTH;

    /** The lower-case name used in APIs. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is a stretch of time. */
    public boolean isTime() {
        return this == HOUR || this == DAY || this == MONTH;
    }

    /** What a record says about every dimension that is not a stretch of time; what it says nothing about is missing. */
    public static Map<Dimension, String> labels(UsageRecord record) {
        Map<Dimension, String> labels = new EnumMap<>(Dimension.class);
        put(labels, MODEL, record.call().model());
        put(labels, KEY, record.attribution().key());
        put(labels, PROJECT, record.attribution().project());
        put(labels, USER, record.attribution().user());
        put(labels, ENDPOINT, record.call().endpoint().label());
        put(labels, USAGE_BASIS, record.usage().basis().label());
        put(labels, PRICE_BASIS, record.rated().basis().label());
        put(labels, STATUS, Integer.toString(record.call().status()));
        return labels;
    }

    private static void put(Map<Dimension, String> labels, Dimension dimension, @Nullable String label) {
        if (label != null) {
            labels.put(dimension, label);
        }
    }

    /** The dimension of that label. */
    public static Optional<Dimension> ofLabel(String label) {
        for (Dimension dimension : values()) {
            if (dimension.label().equals(label)) {
                return Optional.of(dimension);
            }
        }
        return Optional.empty();
    }
}
