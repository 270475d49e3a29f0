package io.groqmeter.gateway.local;

import io.groqmeter.gateway.http.Client;
import io.groqmeter.gateway.http.Exchange;

/** Answers requests of one route piece by piece, on the client's event loop. */
@FunctionalInterface
public interface StreamingResource {

    /**
     * Begins the answer. The request has been read whole already, so the exchange only hears of the client: that it can take more, or
     * that it has gone.
     */
    Exchange answer(LocalRequest request, Client client);

    /** The gateway is closing: an answer without an end of its own ends now. Any thread. */
    default void closing() {}
}
