package io.groqmeter.gateway.local;

import io.groqmeter.gateway.access.Principal;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A request to one of our own routes, whole.
 *
 * @param method e.g. {@code GET}
 * @param path decoded, without query
 * @param variables the values of the route's path variables, decoded
 * @param query the query's parameters
 * @param headers as they came
 * @param body at most a megabyte
 * @param visitor who asks
 */
public record LocalRequest(
        String method,
        String path,
        Map<String, String> variables,
        Map<String, List<String>> query,
        HttpHeaders headers,
        byte[] body,
        Principal visitor) {

    static LocalRequest of(String method, String uri, HttpHeaders headers, byte[] body, Principal visitor) {
        QueryStringDecoder decoder = new QueryStringDecoder(uri);
        return new LocalRequest(method, decoder.path(), Map.of(), decoder.parameters(), headers, body, visitor);
    }

    /**
     * The same request, led to a route.
     *
     * @throws BadRequest when it has parameters the route does not take, or one of them twice
     */
    LocalRequest at(Route route, Map<String, String> values) {
        if (!route.parameters().isEmpty()) {
            query.forEach((name, said) -> check(route, name, said));
        }
        return new LocalRequest(method, path, values, query, headers, body, visitor);
    }

    private static void check(Route route, String name, List<String> values) {
        if (!route.parameters().contains(name)) {
            throw new BadRequest(
                    "unknown_parameter",
                    "unknown parameter '" + name + "'; " + route.path() + " takes "
                            + String.join(", ", new TreeSet<>(route.parameters())));
        }
        if (values.size() > 1) {
            throw new BadRequest(
                    "repeated_parameter",
                    "'" + name + "' is given " + values.size() + " times (" + String.join(", ", values)
                            + "); give it once");
        }
    }

    /** The value of a parameter; empty when it is missing or blank. */
    public Optional<String> parameter(String name) {
        List<String> values = query.getOrDefault(name, List.of());
        return values.isEmpty() || values.get(0).isBlank()
                ? Optional.empty()
                : Optional.of(values.get(0).strip());
    }

    /** The value of a variable in the route's path. */
    public String variable(String name) {
        return variables.getOrDefault(name, "");
    }

    /** Whether the {@code Accept} header names that media type; a wildcard names none. */
    public boolean accepts(String mediaType) {
        return headers.getAll(HttpHeaderNames.ACCEPT).stream()
                .anyMatch(accept -> accept.toLowerCase(Locale.ROOT).contains(mediaType));
    }
}
