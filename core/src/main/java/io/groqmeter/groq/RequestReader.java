package io.groqmeter.groq;

import io.groqmeter.usage.BatchInput;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Reads a request's body as it passes. One per request; not thread-safe. Keeps a bounded state, whatever the body; never throws
 * on any bytes.
 */
public interface RequestReader {

    /** Reads the next bytes, from position to limit. The buffer is not kept; its position is left at its limit. */
    void read(ByteBuffer bytes);

    /** What is known so far; complete once the last byte was read. */
    RequestSummary summary();

    /** The lines of an uploaded batch input; complete once the last byte was read. */
    default Optional<BatchInput> batch() {
        return Optional.empty();
    }
}
