package io.groqmeter.gateway.http;

import io.netty.handler.codec.http.HttpContent;

/** One request and its answer. All methods are called on the connection's event loop. */
public interface Exchange {

    /**
     * The next piece of the request's body; the last one is a {@code LastHttpContent}. The exchange releases it. May still be
     * called after the answer has ended.
     */
    void body(HttpContent content);

    /** The client can take more of the answer again, or its queue is full: see {@link Client#isWritable}. */
    default void writabilityChanged() {}

    /** The client hung up before the answer ended. Called at most once, and never after the answer's end. */
    void clientGone();
}
