package io.groqmeter.gateway.local;

import io.groqmeter.gateway.http.ApiError;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The table of our own routes, and the threads that answer them. */
public final class LocalRoutes implements AutoCloseable {

    private static final int WORKERS = 4;
    private static final int MOST_WAITING = 256;

    private final List<Route> routes;
    private final ExecutorService workers;

    public LocalRoutes(List<Route> routes) {
        this.routes = List.copyOf(routes);
        this.workers = new ThreadPoolExecutor(
                WORKERS, WORKERS, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), work -> {
                    Thread worker = new Thread(work, "groqmeter-worker");
                    worker.setDaemon(true);
                    return worker;
                });
    }

    /** All of them. */
    public List<Route> all() {
        return routes;
    }

    Optional<Route> find(String method, String path) {
        String asked = method.equals("HEAD") ? "GET" : method;
        return routes.stream()
                .filter(route -> route.method().equals(asked) && route.path().equals(path))
                .findFirst();
    }

    /** Why there is no route: the path is unknown, or the method is. */
    ApiError noRoute(LocalRequest request) {
        List<String> methods = routes.stream()
                .filter(route -> route.path().equals(request.path()))
                .map(Route::method)
                .toList();
        if (methods.isEmpty()) {
            return ApiError.notFound("There is nothing at " + request.path()
                    + ". Groq's API is below /openai/v1/; /openapi.yaml lists the rest.");
        }
        return new ApiError(
                405,
                "invalid_request_error",
                "method_not_allowed",
                request.path() + " takes " + String.join(" and ", methods) + ", not " + request.method() + ".");
    }

    Executor workers() {
        return workers;
    }

    /** The gateway is closing: answers that flow without end, end now. */
    public void closing() {
        // No route flows yet.
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
