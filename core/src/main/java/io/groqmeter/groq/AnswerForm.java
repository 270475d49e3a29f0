package io.groqmeter.groq;

/** The form of an answer's body by its first byte; its declared type is lost by proxies. */
public enum AnswerForm {
    /** Not known: the body has not started, or starts like neither. */
    UNTOLD,
    /** One JSON text. */
    WHOLE,
    /** A stream of events. */
    STREAM;

    /**
     * Whether the body is a stream of events: by its first byte, else by its head.
     *
     * @param declared whether the head declares a stream
     */
    public boolean isStream(boolean declared) {
        return this == UNTOLD ? declared : this == STREAM;
    }
}
