package io.groqmeter.simulator.wire;

import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * One request as received, with its whole body.
 *
 * @param uri path with query, as sent
 * @param headers in their original order and case
 */
public record Request(String method, String uri, HttpHeaders headers, byte[] body) {

    /** The path without its query. */
    public String path() {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    /** The value of one query parameter, undecoded; null when absent. */
    public @Nullable String query(String name) {
        int query = uri.indexOf('?');
        if (query < 0) {
            return null;
        }
        for (String pair : uri.substring(query + 1).split("&")) {
            if (pair.startsWith(name + "=")) {
                return pair.substring(name.length() + 1);
            }
        }
        return null;
    }
}
