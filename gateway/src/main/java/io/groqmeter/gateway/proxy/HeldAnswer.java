package io.groqmeter.gateway.proxy;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The part of an answer that is held back until its call is settled: all of it, its head included, or only its end. */
final class HeldAnswer {

    private final ArrayDeque<HttpContent> pieces = new ArrayDeque<>(4);
    private @Nullable HttpResponse head;
    private long bytes;

    void hold(HttpResponse head) {
        this.head = head;
    }

    void add(HttpContent piece) {
        pieces.add(piece);
        bytes += piece.content().readableBytes();
    }

    /** Whether the head is held back, and so all of the answer. */
    boolean hasHead() {
        return head != null;
    }

    long bytes() {
        return bytes;
    }

    /** Hands over the head, if it is held back. */
    void releaseHead(Consumer<HttpResponse> to) {
        if (head != null) {
            HttpResponse held = head;
            head = null;
            to.accept(held);
        }
    }

    /** Hands over the pieces, in order. */
    void releaseBody(Consumer<HttpContent> to) {
        for (HttpContent piece = pieces.poll(); piece != null; piece = pieces.poll()) {
            bytes -= piece.content().readableBytes();
            to.accept(piece);
        }
    }

    /** Lets all of it go unseen. */
    void drop() {
        head = null;
        pieces.forEach(HttpContent::release);
        pieces.clear();
    }
}
