package io.groqmeter.gateway.local;

import io.groqmeter.gateway.access.Principal;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request to one of the gateway's own routes, whole.
 *
 * @param method e.g. {@code GET}
 * @param path decoded, without query
 * @param variables the route's path variables, decoded
 * @param query the query parameters
 * @param headers as received
 * @param body at most one megabyte
 * @param principal who sent it
 */
public record LocalRequest(
        String method,
        String path,
        Map<String, String> variables,
        Map<String, List<String>> query,
        HttpHeaders headers,
        byte[] body,
        Principal principal) {

    static LocalRequest of(String method, String uri, HttpHeaders headers, byte[] body, Principal principal) {
        QueryStringDecoder decoder = new QueryStringDecoder(uri);
        return new LocalRequest(method, decoder.path(), Map.of(), decoder.parameters(), headers, body, principal);
    }

    /** The same request with the values of its route's path variables. */
    LocalRequest withVariables(Map<String, String> values) {
        return new LocalRequest(method, path, values, query, headers, body, principal);
    }

    /** The value of a parameter; empty when it is missing or blank. */
    public Optional<String> parameter(String name) {
        List<String> values = query.getOrDefault(name, List.of());
        return values.isEmpty() || values.get(0).isBlank()
                ? Optional.empty()
                : Optional.of(values.get(0).strip());
    }

    /** The value of a path variable. */
    public String variable(String name) {
        return variables.getOrDefault(name, "");
    }

    /** Whether the {@code Accept} header names that media type; wildcards do not count. */
    public boolean accepts(String mediaType) {
        return headers.getAll(HttpHeaderNames.ACCEPT).stream()
                .anyMatch(accept -> accept.toLowerCase(Locale.ROOT).contains(mediaType));
    }
}
