package io.groqmeter.gateway.proxy;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The part of an answer that is held back until its call is settled: all of it including the head, or only its end. */
final class HeldAnswer {

    private final boolean verbose;
    private final ArrayDeque<HttpContent> pieces = new ArrayDeque<>(4);
    private @Nullable HttpResponse head;
    private long bytes;

    /** @param verbose whether the answer has more than its caller asked for: {@link VerboseTranscript} */
    HeldAnswer(boolean verbose) {
        this.verbose = verbose;
    }

    void hold(HttpResponse head) {
        this.head = head;
    }

    void add(HttpContent piece) {
        pieces.add(piece);
        bytes += piece.content().readableBytes();
    }

    /** Whether the head is held back, and so the whole answer. */
    boolean hasHead() {
        return head != null;
    }

    long bytes() {
        return bytes;
    }

    /** Passes on the head, if it is held back. */
    void releaseHead(Consumer<HttpResponse> to) {
        if (head != null) {
            HttpResponse held = head;
            head = null;
            if (verbose && pieces.peekLast() instanceof LastHttpContent) {
                shorten(held);
            }
            to.accept(held);
        }
    }

    /** Removes from a whole transcript what was not asked for; errors and anything else stay unchanged. */
    private void shorten(HttpResponse held) {
        if (held.status().codeClass() != HttpStatusClass.SUCCESS) {
            return;
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream((int) bytes);
        List<String> codings = held.headers().getAll(HttpHeaderNames.CONTENT_ENCODING);
        try (Inflation inflation = Inflation.of(codings, part -> body.writeBytes(array(part)))) {
            for (HttpContent piece : pieces) {
                if (inflation == null) {
                    body.writeBytes(ByteBufUtil.getBytes(piece.content()));
                } else {
                    inflation.inflate(piece.content());
                }
            }
        } catch (RuntimeException unreadable) {
            return;
        }
        VerboseTranscript.plain(body.toByteArray()).ifPresent(plain -> {
            drop();
            add(new DefaultLastHttpContent(Unpooled.wrappedBuffer(plain)));
            held.headers()
                    .remove(HttpHeaderNames.CONTENT_ENCODING)
                    .remove(HttpHeaderNames.TRANSFER_ENCODING)
                    .set(HttpHeaderNames.CONTENT_LENGTH, plain.length);
        });
    }

    private static byte[] array(ByteBuffer part) {
        byte[] array = new byte[part.remaining()];
        part.get(array);
        return array;
    }

    /** Passes on the pieces, in order. */
    void releaseBody(Consumer<HttpContent> to) {
        for (HttpContent piece = pieces.poll(); piece != null; piece = pieces.poll()) {
            bytes -= piece.content().readableBytes();
            to.accept(piece);
        }
    }

    /** Releases everything unsent. */
    void drop() {
        head = null;
        pieces.forEach(HttpContent::release);
        pieces.clear();
        bytes = 0;
    }
}
