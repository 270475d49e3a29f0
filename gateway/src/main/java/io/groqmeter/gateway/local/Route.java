package io.groqmeter.gateway.local;

import io.groqmeter.gateway.access.Permission;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One of the gateway's own routes.
 *
 * @param method the HTTP method; {@code GET} routes also answer {@code HEAD}
 * @param path the exact path; one segment may be a variable, as in {@code /api/usage/{id}}
 * @param parameters the query parameters it takes. Others are refused, because a misspelt one would silently change the answer; a
 *     route without parameters ignores the query
 * @param permission required to use it
 * @param handler answers it
 */
public record Route(String method, String path, Set<String> parameters, Permission permission, Handler handler) {

    public Route {
        parameters = Set.copyOf(parameters);
    }

    /** How a route is answered. */
    public sealed interface Handler {

        /** With complete answers, made on a worker thread. */
        record Buffered(Resource resource) implements Handler {}

        /** With complete answers, made on a thread that other routes do not use. */
        record Dedicated(Resource resource) implements Handler {}

        /** With a stream, written on the event loop; must not block. */
        record Streaming(StreamingResource resource) implements Handler {}
    }

    /** A route for owners, with complete answers. */
    public static Route get(String path, Resource resource, String... parameters) {
        return buffered("GET", path, resource, parameters);
    }

    /** A route for owners, with complete answers. */
    public static Route buffered(String method, String path, Resource resource, String... parameters) {
        return new Route(method, path, Set.of(parameters), Permission.OWNER, new Handler.Buffered(resource));
    }

    /** A route for owners that streams its answers. */
    public static Route streaming(String method, String path, StreamingResource resource, String... parameters) {
        return new Route(method, path, Set.of(parameters), Permission.OWNER, new Handler.Streaming(resource));
    }

    /** A route for owners whose answers do not wait for other routes. */
    public static Route dedicated(String method, String path, Resource resource) {
        return new Route(method, path, Set.of(), Permission.OWNER, new Handler.Dedicated(resource));
    }

    /** The same route with another required permission. */
    public Route requiring(Permission required) {
        return new Route(method, path, parameters, required, handler);
    }

    /** The values of the path's variables, none for a fixed path; empty when it does not match. */
    Optional<Map<String, String>> match(String requestPath) {
        int brace = path.indexOf('{');
        if (brace < 0) {
            return path.equals(requestPath) ? Optional.of(Map.of()) : Optional.empty();
        }
        int end = path.indexOf('}');
        String before = path.substring(0, brace);
        String after = path.substring(end + 1);
        boolean fits = requestPath.length() > before.length() + after.length()
                && requestPath.startsWith(before)
                && requestPath.endsWith(after);
        String value = fits ? requestPath.substring(brace, requestPath.length() - after.length()) : "";
        return value.isEmpty() || value.indexOf('/') >= 0
                ? Optional.empty()
                : Optional.of(Map.of(path.substring(brace + 1, end), value));
    }

    /**
     * The request as this route sees it.
     *
     * @param values of its path variables
     * @throws BadRequest when it has parameters the route does not take, or one of them twice
     */
    LocalRequest bind(LocalRequest request, Map<String, String> values) {
        if (!parameters.isEmpty()) {
            request.query().forEach(this::check);
        }
        return request.withVariables(values);
    }

    private void check(String name, List<String> values) {
        if (!parameters.contains(name)) {
            throw new BadRequest(
                    "unknown_parameter",
                    "unknown parameter '" + name + "'; " + path + " takes "
                            + String.join(", ", new TreeSet<>(parameters)));
        }
        if (values.size() > 1) {
            throw new BadRequest(
                    "repeated_parameter",
                    "'" + name + "' is given " + values.size() + " times (" + String.join(", ", values)
                            + "); give it once");
        }
    }
}
