package io.groqmeter.gateway.http;

import io.netty.handler.codec.http.HttpContent;

/** The rest of an exchange that has been answered: discards what still comes. */
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
