package io.groqmeter.gateway.local;

import io.groqmeter.gateway.access.Permission;
import io.groqmeter.gateway.access.RouteAuthorizer;
import io.groqmeter.gateway.http.ApiError;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The table of the gateway's own routes, and the threads that answer them. */
public final class LocalRoutes implements AutoCloseable {

    private static final int WORKERS = 4;
    private static final int QUEUE_CAPACITY = 256;

    private final List<Route> routes;
    private final RouteAuthorizer authorizer;
    private final ExecutorService workers = threads(WORKERS, "groqmeter-worker");
    private final ExecutorService dedicated = threads(1, "groqmeter-health");

    public LocalRoutes(List<Route> routes, RouteAuthorizer authorizer) {
        this.routes = List.copyOf(routes);
        this.authorizer = authorizer;
    }

    private static ExecutorService threads(int threads, String name) {
        return new ThreadPoolExecutor(
                threads, threads, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE_CAPACITY), work -> {
                    Thread worker = new Thread(work, name);
                    worker.setDaemon(true);
                    return worker;
                });
    }

    public List<Route> all() {
        return routes;
    }

    /** Authorizes a request by its head. */
    RouteAuthorizer.AuthDecision authorize(HttpRequest request, InetAddress from) {
        return authorizer.authorize(permission(request.uri()), request.method().name(), request.headers(), from);
    }

    /** The permission that the path requires, by any method; unknown paths are for owners. */
    private Permission permission(String uri) {
        try {
            String path = new QueryStringDecoder(uri).path();
            return routes.stream()
                    .filter(route -> route.match(path).isPresent())
                    .map(Route::permission)
                    .findFirst()
                    .orElse(Permission.OWNER);
        } catch (IllegalArgumentException e) {
            return Permission.OWNER;
        }
    }

    /** Whether the path takes a key like calls to Groq do. */
    public boolean takesCallerKey(String uri) {
        return permission(uri) == Permission.CALLER;
    }

    /** Whether there is a login page. */
    boolean hasLogin() {
        return authorizer.hasAdminToken();
    }

    /** A matching route, and the request as that route sees it. */
    record Found(Route route, LocalRequest request) {}

    /**
     * Finds the route of a request.
     *
     * @throws BadRequest when there is none, or when it does not take the request's parameters
     */
    Found find(LocalRequest request) {
        String method = request.method().equals("HEAD") ? "GET" : request.method();
        for (Route route : routes) {
            Optional<Map<String, String>> variables = route.match(request.path());
            if (variables.isPresent() && route.method().equals(method)) {
                return new Found(route, route.bind(request, variables.get()));
            }
        }
        throw new BadRequest(noRoute(request));
    }

    /** The error when no route matches: unknown path, or unsupported method. */
    private ApiError noRoute(LocalRequest request) {
        List<String> methods = routes.stream()
                .filter(route -> route.match(request.path()).isPresent())
                .flatMap(route -> route.method().equals("GET") ? Stream.of("GET", "HEAD") : Stream.of(route.method()))
                .distinct()
                .toList();
        if (methods.isEmpty()) {
            return ApiError.notFound("Nothing is at " + request.path()
                    + ". Groq's API is below /openai/v1/; /openapi.yaml lists the rest.");
        }
        return ApiError.methodNotAllowed(
                request.path() + " supports " + String.join(" and ", methods) + ", not " + request.method() + ".",
                methods);
    }

    Executor workers() {
        return workers;
    }

    /** For what must be answered while the workers are busy. */
    Executor dedicated() {
        return dedicated;
    }

    /** The gateway is closing: streams without an end of their own end now. */
    public void closing() {
        for (Route route : routes) {
            if (route.handler() instanceof Route.Handler.Streaming streaming) {
                streaming.resource().closing();
            }
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
        dedicated.shutdownNow();
    }
}
