package io.groqmeter.gateway.proxy;

import io.groqmeter.groq.RequestReader;
import io.groqmeter.groq.RequestSummary;
import io.groqmeter.usage.BatchInput;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a request's body as it passes, decoding a copy where it is compressed. Never changes it. Must be closed, or it leaks native
 * memory.
 */
final class PlainBody implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PlainBody.class);

    /** More than Groq accepts, in bytes; a longer body is not read on. */
    private static final long MAX_BYTES = 256L * 1024 * 1024;

    private final RequestReader reader;
    private @Nullable Inflation inflation;
    private boolean readable = true;
    private boolean closed;
    private long bytes;
    private long plainBytes;

    PlainBody(RequestReader reader, HttpHeaders headers) {
        this.reader = reader;
        List<String> codings = headers.getAll(HttpHeaderNames.CONTENT_ENCODING);
        if (codings.isEmpty()) {
            return;
        }
        try {
            inflation = Inflation.ofKnown(codings, this::plain);
        } catch (IllegalArgumentException e) {
            giveUp(String.valueOf(e.getMessage()));
        }
    }

    /** Reads the bytes, which stay unchanged. */
    void read(ByteBuf content) {
        bytes += content.readableBytes();
        if (!readable || closed || !content.isReadable()) {
            return;
        }
        if (inflation == null) {
            for (ByteBuffer part : content.nioBuffers()) {
                reader.read(part);
            }
            return;
        }
        try {
            inflation.inflate(content);
            if (inflation.isDoubtful()) {
                giveUp("it is not encoded as its content-encoding says");
            }
        } catch (RuntimeException | Error e) {
            // No error here may affect the request; and its message may quote it.
            giveUp(e.getClass().getSimpleName());
        }
    }

    private void plain(ByteBuffer part) {
        plainBytes += part.remaining();
        if (plainBytes > MAX_BYTES) {
            throw new IllegalStateException("a body beyond " + MAX_BYTES + " bytes");
        }
        reader.read(part);
    }

    private void giveUp(String why) {
        readable = false;
        close();
        LOG.warn("A request's body could not be read: {}. Its worst-case cost is unknown.", why);
    }

    /** A summary of the request, as far as it has been read. */
    RequestSummary summary() {
        return readable ? reader.summary() : RequestSummary.unreadable(bytes);
    }

    /** The lines of a batch, where the request uploads a batch's input. */
    Optional<BatchInput> batch() {
        return readable ? reader.batch() : Optional.empty();
    }

    @Override
    public void close() {
        if (inflation != null) {
            inflation.close();
            inflation = null;
        }
        closed = true;
    }
}
