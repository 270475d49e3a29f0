package io.groqmeter.usage;

import java.util.Locale;

/** How the quantities of a call are known. */
public enum UsageBasis {
    /** Reported by Groq, or counted exactly in the bytes that passed. */
    MEASURED,
    /** Bounded by the request and by what was seen of the answer; Groq did not report it. */
    ESTIMATED,
    /** Not known. Quantities are absent, which is not zero. */
    UNKNOWN;

    /** The lower-case name used in files, APIs and stores. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
