package io.groqmeter.groq;

/** What form an answer's body has by how it begins, whatever its declared type: proxies lose that. */
public enum AnswerForm {
    /** It has not begun, or its beginning does not tell. */
    UNTOLD,
    /** One JSON text. */
    WHOLE,
    /** A stream of events. */
    STREAM;

    /**
     * Whether the body is a stream of events: by how it begins, else by what its head says.
     *
     * @param declared whether the head says so
     */
    public boolean isStream(boolean declared) {
        return this == UNTOLD ? declared : this == STREAM;
    }
}
