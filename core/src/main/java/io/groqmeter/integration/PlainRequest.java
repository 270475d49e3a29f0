package io.groqmeter.integration;

import io.groqmeter.exchange.ZlibDecoding;
import io.groqmeter.groq.RequestReader;
import io.groqmeter.groq.RequestSummary;
import io.groqmeter.usage.BatchInput;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a request's body, gzipped or not, as it passes. Not thread-safe; close it, or it leaks native memory. */
final class PlainRequest implements RequestReader, AutoCloseable {

    /** The first byte of a gzipped body; no JSON text and no form begins with it. */
    private static final byte GZIP = 0x1f;

    private final RequestReader reader;
    private boolean begun;
    private @Nullable ZlibDecoding gzipped;

    PlainRequest(RequestReader reader) {
        this.reader = reader;
    }

    @Override
    public void read(ByteBuffer bytes) {
        if (!begun && bytes.hasRemaining()) {
            begun = true;
            gzipped = bytes.get(bytes.position()) == GZIP ? new ZlibDecoding(reader::read) : null;
        }
        if (gzipped == null) {
            reader.read(bytes);
        } else {
            gzipped.read(bytes);
        }
    }

    @Override
    public RequestSummary summary() {
        RequestSummary summary = reader.summary();
        boolean unreadable = gzipped != null && (gzipped.broken() || summary.bytes() == 0);
        return unreadable ? RequestSummary.unreadable(summary.bytes()) : summary;
    }

    @Override
    public Optional<BatchInput> batch() {
        return reader.batch();
    }

    @Override
    public void close() {
        if (gzipped != null) {
            gzipped.close();
        }
    }
}
