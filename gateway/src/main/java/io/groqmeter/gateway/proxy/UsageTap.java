package io.groqmeter.gateway.proxy;

import io.groqmeter.exchange.CallBook;
import io.groqmeter.exchange.SeenAnswer;
import io.groqmeter.groq.AnswerReader;
import io.groqmeter.groq.Ask;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at an answer's bytes as they pass, through a decompressed copy where need be. Never changes or delays them. */
final class UsageTap implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UsageTap.class);

    private final AnswerHead head;
    private final AnswerReader reader;
    private @Nullable Inflation inflation;
    private boolean unreadable;

    UsageTap(CallBook book, Ask ask, AnswerHead head) {
        this.head = head;
        HttpHeaders headers = head.response().headers();
        reader = book.reader(ask, head.status(), headers.get(HttpHeaderNames.CONTENT_TYPE));
        String encoding = headers.get(HttpHeaderNames.CONTENT_ENCODING);
        if (encoding != null && !encoding.strip().equalsIgnoreCase("identity")) {
            try {
                inflation = Inflation.of(encoding);
                if (inflation == null) {
                    giveUp("its content-encoding '" + encoding + "' is not one of gzip, deflate, br, zstd");
                }
            } catch (RuntimeException | LinkageError e) {
                giveUp("content-encoding '" + encoding + "' does not work on this machine: " + e);
            }
        }
    }

    /** Reads the bytes, which stay as they are. */
    void read(ByteBuf bytes) {
        if (unreadable || !bytes.isReadable()) {
            return;
        }
        try {
            if (inflation != null) {
                inflation.inflate(bytes, reader::read);
            } else if (bytes.nioBufferCount() == 1) {
                reader.read(bytes.nioBuffer());
            } else {
                for (ByteBuffer part : bytes.nioBuffers()) {
                    reader.read(part);
                }
            }
        } catch (RuntimeException | Error e) {
            // Whatever it is, it must not touch the answer; and what it says may quote it.
            giveUp(e.getClass().getSimpleName());
        }
    }

    private void giveUp(String why) {
        unreadable = true;
        close();
        LOG.warn("An answer's usage could not be read: {}. It is recorded as unknown.", why);
    }

    /** Whether the answer has said that it is over; what still comes may tell more of its usage. */
    boolean ended() {
        return reader.ended();
    }

    /** The head of the answer. */
    AnswerHead head() {
        return head;
    }

    /** What has been seen of the answer so far. */
    SeenAnswer seen() {
        return new SeenAnswer(head.status(), head.streamed(), reader.answer());
    }

    @Override
    public void close() {
        if (inflation != null) {
            inflation.close();
            inflation = null;
        }
    }
}
