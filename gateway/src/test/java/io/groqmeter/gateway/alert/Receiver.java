package io.groqmeter.gateway.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real HTTP server that accepts posts, or rejects the next ones on request. */
public final class Receiver implements AutoCloseable {

    /** What was posted. */
    public record Posted(String path, com.sun.net.httpserver.Headers headers, String body) {}

    private final HttpServer server;
    private final List<Posted> posted = new CopyOnWriteArrayList<>();
    private final Queue<Integer> refusals = new ArrayDeque<>();

    public Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        posted.add(new Posted(exchange.getRequestURI().toString(), exchange.getRequestHeaders(), body));
        int status;
        synchronized (refusals) {
            status = refusals.isEmpty() ? 204 : refusals.remove();
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    /** Answers the next posts with these statuses. */
    public void refuse(Integer... statuses) {
        synchronized (refusals) {
            refusals.addAll(List.of(statuses));
        }
    }

    public String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    public List<Posted> posted() {
        return posted;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
