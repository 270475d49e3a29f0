package io.groqmeter.gateway.local;

/**
 * One of our own routes.
 *
 * @param method the HTTP method; {@code GET} routes answer {@code HEAD} too
 * @param path the exact path
 * @param handler who answers
 */
public record Route(String method, String path, Handler handler) {

    /** Who answers a route. */
    public sealed interface Handler {

        /** Whole answers, made on a worker thread. */
        record Whole(Resource resource) implements Handler {}

        /** An answer that flows, made on the event loop; it must not block. */
        record Flowing(FlowingResource resource) implements Handler {}
    }

    public static Route get(String path, Resource resource) {
        return new Route("GET", path, new Handler.Whole(resource));
    }

    public static Route flowing(String method, String path, FlowingResource resource) {
        return new Route(method, path, new Handler.Flowing(resource));
    }
}
