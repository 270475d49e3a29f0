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
 * A running stand-in for api.groq.com that keeps its own books.
 *
 * <p>Thread-safe. Ends with {@link #close()}, which closes every connection.
 */
public final class GroqSimulator implements AutoCloseable {

    private static final int MAX_BODY_BYTES = 256 * 1024 * 1024;

    private final SimulatorBooks books;
    private final SeenRequests seen = new SeenRequests();
    private final ScriptQueue scripts = new ScriptQueue();
    private final GroqApi api;
    private final ControlApi desk;
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
        desk = new ControlApi(books, seen, scripts, this::reset);
        server = WireServer.listen(config.host(), config.port(), config.threads(), MAX_BODY_BYTES, this::reply);
    }

    /** @throws IOException when the address cannot be listened on; the message says which and what to do */
    public static GroqSimulator start(SimulatorConfig config) throws IOException {
        return new GroqSimulator(config);
    }

    public int port() {
        return server.port();
    }

    /** The host root, without a path: what a client puts where {@code https://api.groq.com} was. */
    public String baseUrl() {
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
    }

    /** The books, growing while calls come in. */
    public SimulatorBooks books() {
        return books;
    }

    /** Queues a raw answer for the next request that matches. */
    public void script(Script script) {
        scripts.add(script);
    }

    /** The last {@code most} requests as they came in, oldest first; calls of {@code /__sim} are not among them. */
    public List<SeenRequest> requests(int most) {
        return seen.last(most);
    }

    /** Starts anew: empty books, no scripts, no files, the seeded chance from its beginning. */
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
            return desk.reply(request);
        }
        seen.add(request);
        return api.reply(request);
    }
}
