package io.groqmeter.gateway.http;

import io.netty.handler.codec.http.HttpContent;

/** The rest of an exchange that was answered at once: what still comes is let go. */
public final class Discard implements Exchange {

    @Override
    public void body(HttpContent content) {
        content.release();
    }

    @Override
    public void clientGone() {
        // Nothing is left to do.
    }
}
