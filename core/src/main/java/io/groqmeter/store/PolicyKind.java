package io.groqmeter.store;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a {@link Policy} is about; each kind has ids of its own. */
public enum PolicyKind {
    /** A key a caller is known by. */
    CALLER_KEY,
    /** A cap on money. */
    BUDGET,
    /** A cap on requests or tokens per minute. */
    LIMIT,
    /** When to tell somebody. */
    ALERT_RULE,
    /** That somebody was, or is still to be, told. */
    ALERT_DELIVERY,
    /** Under which secret the books are kept. */
    SECRET;

    /** The lower-case name used in stores. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of that label. */
    public static Optional<PolicyKind> ofLabel(String label) {
        return Stream.of(values()).filter(kind -> kind.label().equals(label)).findFirst();
    }
}
