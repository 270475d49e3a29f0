package io.groqmeter.store;

import java.util.Locale;
import java.util.Optional;

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
