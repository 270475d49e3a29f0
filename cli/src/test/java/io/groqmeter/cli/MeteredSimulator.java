package io.groqmeter.cli;

import io.groqmeter.cli.console.CliContext;
import io.groqmeter.cli.demo.BooksComparison;
import io.groqmeter.cli.serve.Wiring;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.simulator.GroqSimulator;
import io.groqmeter.simulator.SimulatorConfig;
import io.groqmeter.store.Dimension;
import io.groqmeter.store.RecordQuery;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.store.UsageStore;
import io.groqmeter.usage.Window;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A simulated Groq with the gateway before it, wired as {@code serve} wires it, with its books in a folder's {@code debug_data}. */
public final class MeteredSimulator implements AutoCloseable {

    private final StringWriter printed = new StringWriter();
    private final GroqSimulator groq;
    private final Wiring wiring;

    /** @param env settings beside the upstream and the port */
    public MeteredSimulator(Path folder, Map<String, String> env) throws IOException {
        this(folder, env, InstantSource.system());
    }

    /** @param clock the gateway's */
    public MeteredSimulator(Path folder, Map<String, String> env, InstantSource clock) throws IOException {
        groq = GroqSimulator.start(SimulatorConfig.local());
        Map<String, String> all = new HashMap<>(Map.of(
                "GROQ_BASE_URL",
                groq.baseUrl(),
                "GROQMETER_PORT",
                "0",
                "GROQMETER_ZONE",
                "UTC",
                "GROQMETER_LANG",
                "en"));
        all.putAll(env);
        PrintWriter out = new PrintWriter(printed, true);
        CliContext around = new CliContext(all, folder, out, out, clock);
        wiring = Wiring.start(Settings.of(Map.of(), all, folder), around);
    }

    /** As SIGHUP does. */
    void reload() {
        wiring.reload();
    }

    GroqSimulator groq() {
        return groq;
    }

    int port() {
        return wiring.address().getPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    UsageStore store() {
        return wiring.books();
    }

    /** All records, in the order of appending. */
    public List<UsageRecord> records() {
        return store().after(0, RecordQuery.MOST).stream()
                .map(UsageStore.Positioned::record)
                .toList();
    }

    /** The gateway's books, one rollup per group. */
    List<UsageRollup> books(Dimension... by) {
        return store().rollup(RollupQuery.of(Window.always(), by));
    }

    /** What the gateway has printed on its console. */
    String printed() {
        return printed.toString();
    }

    /** Asks for a chat, as a caller does. */
    public HttpResponse<String> chat() throws IOException, InterruptedException {
        return Chat.whole(url());
    }

    /** The answer at one of the gateway's own paths. */
    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return Chat.HTTP.send(HttpRequest.newBuilder(URI.create(url() + path)).build(), BodyHandlers.ofString());
    }

    /** Where its books differ from Groq's; empty when they are the same to the last digit. */
    public List<BooksComparison.Line> differences() {
        return new BooksComparison(BooksComparison.byModel(books(Dimension.MODEL)), groq.books())
                .lines().stream().filter(line -> !line.equal()).toList();
    }

    @Override
    public void close() {
        wiring.close();
        groq.close();
    }
}
