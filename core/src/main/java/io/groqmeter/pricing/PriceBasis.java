package io.groqmeter.pricing;

import java.util.Locale;

/** Where the price of a call came from. */
public enum PriceBasis {
    /** Groq's public list, at the time of the call. */
    LIST(1),
    /** The list's last (or first) known price of a model that was not on sale at the time of the call. */
    LAST_KNOWN(3),
    /** The owner's own price, from {@code prices.json} or set by the program. */
    OVERRIDE(2),
    /** No price is known for the model; the list's fallback price is used. */
    FALLBACK(4),
    /** Nothing was priced: it is not known what was used, or by which model. The cost is not known either. */
    UNKNOWN(5),
    /** Nothing is billed for it: an error, a list of models, a model whose price is an explicit 0. */
    FREE(0);

    private final int doubt;

    PriceBasis(int doubt) {
        this.doubt = doubt;
    }

    /** How far the price may be from Groq's own; a call priced from several rows takes the most doubtful basis. */
    int doubt() {
        return doubt;
    }

    /** The lower-case name used in files, APIs and stores. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
