package io.groqmeter.pricing;

import java.util.Locale;

/** Where the price of a call came from. */
public enum PriceBasis {
    /** Groq's public list, at the time of the call. */
    LIST,
    /** The list's last (or first) known price of a model that was not on sale at the time of the call. */
    LAST_KNOWN,
    /** The owner's own price, from {@code prices.json} or set by the program. */
    OVERRIDE,
    /** No price is known for the model; the list's fallback price stands in. */
    FALLBACK,
    /** Nothing is billed for it: an error, a list of models, a model whose price is an explicit 0. */
    FREE;

    /** The lower-case name used in files, APIs and stores. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
