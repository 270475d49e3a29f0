package io.groqmeter.gateway.proxy;

import io.groqmeter.exchange.CallMeter;
import io.groqmeter.exchange.SeenAnswer;
import io.groqmeter.groq.AnswerReader;
import io.groqmeter.groq.RequestSummary;
import io.groqmeter.usage.UsageBasis;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads an answer's bytes as they pass, decoding a copy where they are compressed. Never changes or delays them. */
final class UsageTap implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UsageTap.class);

    private final AnswerHead head;
    private final AnswerReader reader;
    private @Nullable Inflation inflation;
    private boolean unreadable;

    UsageTap(CallMeter call, RequestSummary summary, AnswerHead head) {
        this.head = head;
        reader = call.reader(summary, head.type());
        if (head.type().coded()) {
            try {
                inflation =
                        Inflation.of(head.response().headers().getAll(HttpHeaderNames.CONTENT_ENCODING), reader::read);
            } catch (IllegalArgumentException e) {
                giveUp(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Reads the bytes, which stay unchanged. */
    void read(ByteBuf bytes) {
        if (unreadable || !bytes.isReadable()) {
            return;
        }
        try {
            if (inflation != null) {
                inflation.inflate(bytes);
            } else if (bytes.nioBufferCount() == 1) {
                reader.read(bytes.nioBuffer());
            } else {
                for (ByteBuffer part : bytes.nioBuffers()) {
                    reader.read(part);
                }
            }
        } catch (RuntimeException | Error e) {
            // No error here may affect the answer; and its message may quote it.
            giveUp(e.getClass().getSimpleName());
        }
    }

    private void giveUp(String why) {
        unreadable = true;
        close();
        LOG.warn("An answer could not be read to its end: {}. What was read until then counts.", why);
    }

    /** Whether the answer has announced its end; what follows may still carry usage. */
    boolean ended() {
        return reader.ended();
    }

    /** Whether the usage has come. */
    boolean hasUsage() {
        return reader.answer().usage().basis() == UsageBasis.MEASURED;
    }

    /** Whether the body is a stream of events: by its first bytes, else by its head. */
    boolean streamed() {
        return reader.form().isStream(head.streamed());
    }

    AnswerHead head() {
        return head;
    }

    /** What has been read of the answer so far. */
    SeenAnswer seen() {
        return new SeenAnswer(head.status(), streamed(), reader.answer());
    }

    @Override
    public void close() {
        if (inflation != null) {
            inflation.close();
            inflation = null;
        }
    }
}
