package io.groqmeter.groq;

/** What form an answer's body has by how it begins, whatever its declared type: proxies lose that. */
public enum AnswerForm {
    /** It has not begun, or its beginning does not tell. */
    UNTOLD,
    /** One JSON text. */
    WHOLE,
    /** A stream of events. */
    STREAM
}
