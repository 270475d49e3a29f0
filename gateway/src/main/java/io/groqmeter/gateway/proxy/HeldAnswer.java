package io.groqmeter.gateway.proxy;

import io.netty.handler.codec.http.HttpContent;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/** The part of an answer that is held back until its call is settled. */
final class HeldAnswer {

    private final ArrayDeque<HttpContent> pieces = new ArrayDeque<>();
    private long bytes;

    void add(HttpContent piece) {
        pieces.add(piece);
        bytes += piece.content().readableBytes();
    }

    long bytes() {
        return bytes;
    }

    /** Hands all of it over, in order. */
    void release(Consumer<HttpContent> to) {
        for (HttpContent piece = pieces.poll(); piece != null; piece = pieces.poll()) {
            bytes -= piece.content().readableBytes();
            to.accept(piece);
        }
    }

    /** Lets all of it go unseen. */
    void drop() {
        pieces.forEach(HttpContent::release);
        pieces.clear();
    }
}
