package io.groqmeter.gateway.local;

import io.groqmeter.gateway.http.Client;
import io.groqmeter.gateway.http.Exchange;

/** Answers the requests of one route as a stream, on the client's event loop. */
@FunctionalInterface
public interface StreamingResource {

    /** Starts the answer. The request has been read whole, so the exchange only learns of the client's writability and its end. */
    Exchange answer(LocalRequest request, Client client);

    /** The gateway is closing: an answer without an end of its own ends now. Any thread. */
    default void closing() {}
}
