package io.groqmeter.gateway.local;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request to one of our own routes, whole.
 *
 * @param method e.g. {@code GET}
 * @param path decoded, without query
 * @param query the query's parameters
 * @param headers as they came
 * @param body at most a megabyte
 */
public record LocalRequest(
        String method, String path, Map<String, List<String>> query, HttpHeaders headers, byte[] body) {

    static LocalRequest of(String method, String uri, HttpHeaders headers, byte[] body) {
        QueryStringDecoder decoder = new QueryStringDecoder(uri);
        return new LocalRequest(method, decoder.path(), decoder.parameters(), headers, body);
    }

    /** The first value of a parameter; empty when it is missing or blank. */
    public Optional<String> parameter(String name) {
        List<String> values = query.getOrDefault(name, List.of());
        return values.isEmpty() || values.get(0).isBlank()
                ? Optional.empty()
                : Optional.of(values.get(0).strip());
    }
}
