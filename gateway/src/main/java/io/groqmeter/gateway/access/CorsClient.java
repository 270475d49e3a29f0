package io.groqmeter.gateway.access;

import io.groqmeter.gateway.http.Client;
import io.groqmeter.gateway.http.ForwardingClient;
import io.netty.handler.codec.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * A client whose answers carry CORS headers.
 *
 * @param client receives the answers
 * @param cors writes the headers
 * @param origin the allowed origin, as the headers name it; null when the page may not read the answers
 */
record CorsClient(Client client, Cors cors, @Nullable String origin) implements ForwardingClient {

    @Override
    public void head(HttpResponse head) {
        if (head.status().code() >= 200) {
            cors.apply(origin, head.headers());
        }
        client.head(head);
    }
}
