package io.groqmeter.usage;

import java.util.Locale;

/** How the quantities of a call are known. */
public enum UsageBasis {
    /** Told by Groq, or counted exactly in the bytes that passed. */
    MEASURED,
    /** Bounded by what was asked for and what was seen pass; the truth was not told. */
    ESTIMATED,
    /** Not known. Quantities are absent, which is not zero. */
    UNKNOWN;

    /** The lower-case name used in files, APIs and stores. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
