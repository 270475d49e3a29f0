package io.groqmeter.usage;

import java.util.Locale;

/** How a call ended. */
public enum Outcome {
    /** The answer arrived whole. */
    COMPLETED,
    /** Groq answered with an error status, or broke a stream off with an error event. */
    ERROR,
    /** The caller hung up before the end. */
    ABORTED,
    /** The connection to Groq ended before the answer did. */
    CUT,
    /** Its end was not seen; a person settled it by hand, and its tags say how, by whom and when. */
    RESOLVED;

    /** The lower-case name used in files, APIs and stores. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
