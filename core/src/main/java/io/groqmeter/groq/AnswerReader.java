package io.groqmeter.groq;

import java.nio.ByteBuffer;

/**
 * Reads the body of an answer as it passes, decompressed. One per answer; not thread-safe. Keeps a bounded state, whatever the
 * body; never throws on any bytes.
 */
public interface AnswerReader {

    /** Reads the next bytes, from position to limit. The buffer is not kept; its position is left at its limit. */
    void read(ByteBuffer bytes);

    /**
     * Whether the body has announced its end: {@code data: [DONE]}, or an error event. A client may stop reading there and
     * never see the connection's end.
     */
    boolean ended();

    /** The form of the body. */
    default AnswerForm form() {
        return AnswerForm.UNTOLD;
    }

    /** What is known so far; complete once the last byte was read. */
    AnswerSummary answer();
}
