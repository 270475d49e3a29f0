package io.groqmeter.gateway.local;

import io.groqmeter.gateway.access.Permission;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One of our own routes.
 *
 * @param method the HTTP method; {@code GET} routes answer {@code HEAD} too
 * @param path the exact path; one segment may be a variable, as in {@code /api/usage/{id}}
 * @param parameters the query parameters it takes. Others are refused, because a misspelled one would silently change the answer;
 *     a route that takes none ignores the query
 * @param right what it takes to use it
 * @param handler who answers
 */
public record Route(String method, String path, Set<String> parameters, Permission right, Handler handler) {

    public Route {
        parameters = Set.copyOf(parameters);
    }

    /** Who answers a route. */
    public sealed interface Handler {

        /** Whole answers, made on a worker thread. */
        record Whole(Resource resource) implements Handler {}

        /** Whole answers, made on a thread that other routes do not keep busy. */
        record Apart(Resource resource) implements Handler {}

        /** An answer that flows, made on the event loop; it must not block. */
        record Flowing(StreamingResource resource) implements Handler {}
    }

    /** A route for owners, with whole answers. */
    public static Route get(String path, Resource resource, String... parameters) {
        return whole("GET", path, resource, parameters);
    }

    /** A route for owners, with whole answers. */
    public static Route whole(String method, String path, Resource resource, String... parameters) {
        return new Route(method, path, Set.of(parameters), Permission.OWNER, new Handler.Whole(resource));
    }

    /** A route for owners, with answers that flow. */
    public static Route flowing(String method, String path, StreamingResource resource, String... parameters) {
        return new Route(method, path, Set.of(parameters), Permission.OWNER, new Handler.Flowing(resource));
    }

    /** A route for owners, whose answers wait for no other route's. */
    public static Route apart(String method, String path, Resource resource) {
        return new Route(method, path, Set.of(), Permission.OWNER, new Handler.Apart(resource));
    }

    /** The same route, for whoever has that right. */
    public Route openTo(Permission whom) {
        return new Route(method, path, parameters, whom, handler);
    }

    /** The values of the path's variables, none for a plain path; empty when the path is another. */
    Optional<Map<String, String>> match(String asked) {
        int brace = path.indexOf('{');
        if (brace < 0) {
            return path.equals(asked) ? Optional.of(Map.of()) : Optional.empty();
        }
        int end = path.indexOf('}');
        String before = path.substring(0, brace);
        String after = path.substring(end + 1);
        boolean fits =
                asked.length() > before.length() + after.length() && asked.startsWith(before) && asked.endsWith(after);
        String value = fits ? asked.substring(brace, asked.length() - after.length()) : "";
        return value.isEmpty() || value.indexOf('/') >= 0
                ? Optional.empty()
                : Optional.of(Map.of(path.substring(brace + 1, end), value));
    }
}
