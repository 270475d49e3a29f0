package io.groqmeter.simulator;

import io.groqmeter.simulator.book.SimulatorBooks;
import io.groqmeter.simulator.book.Tariff;
import io.groqmeter.simulator.endpoint.Conditions;
import io.groqmeter.simulator.endpoint.GroqApi;
import io.groqmeter.simulator.script.Script;
import io.groqmeter.simulator.script.ScriptQueue;
import io.groqmeter.simulator.wire.Reply;
import io.groqmeter.simulator.wire.Request;
import io.groqmeter.simulator.wire.SeenRequest;
import io.groqmeter.simulator.wire.SeenRequests;
import io.groqmeter.simulator.wire.WireServer;
import java.io.IOException;
import java.util.List;

/**
 * A running simulation of api.groq.com that keeps its own books.
 *
 * <p>Thread-safe. {@link #close()} closes every connection.
 */
public final class GroqSimulator implements AutoCloseable {

    private static final int MAX_BODY_BYTES = 256 * 1024 * 1024;

    private final SimulatorBooks books;
    private final SeenRequests seen = new SeenRequests();
    private final ScriptQueue scripts = new ScriptQueue();
    private final GroqApi api;
    private final ControlApi control;
    private final WireServer server;
    private final String host;

    private GroqSimulator(SimulatorConfig config) throws IOException {
        host = config.host();
        books = new SimulatorBooks(config.ledgerLimit());
        api = new GroqApi(
                new Conditions(
                        config.seed(),
                        config.latency(),
                        config.chunkDelay(),
                        config.rate429(),
                        config.rate498(),
                        config.rate5xx()),
                config.clock(),
                Tariff.published(),
                books,
                scripts);
        control = new ControlApi(books, seen, scripts, this::reset);
        server = WireServer.listen(config.host(), config.port(), config.threads(), MAX_BODY_BYTES, this::reply);
    }

    /** @throws IOException when the address cannot be bound; the message says which and what to do */
    public static GroqSimulator start(SimulatorConfig config) throws IOException {
        return new GroqSimulator(config);
    }

    public int port() {
        return server.port();
    }

    /** The base URL, without a path: what a client uses in place of {@code https://api.groq.com}. */
    public String baseUrl() {
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
    }

    /** The books, which grow while calls come in. */
    public SimulatorBooks books() {
        return books;
    }

    /** Queues a raw answer for the next request that matches. */
    public void script(Script script) {
        scripts.add(script);
    }

    /** The last {@code limit} requests as received, oldest first, without those to {@code /__sim}. */
    public List<SeenRequest> requests(int limit) {
        return seen.last(limit);
    }

    /** Resets everything: books, scripts, files and the random sequence. */
    public void reset() {
        api.reset();
        books.clear();
        scripts.clear();
        seen.clear();
    }

    @Override
    public void close() {
        server.close();
    }

    private Reply reply(Request request) {
        if (request.path().startsWith(ControlApi.PREFIX)) {
            return control.reply(request);
        }
        seen.add(request);
        return api.reply(request);
    }
}
