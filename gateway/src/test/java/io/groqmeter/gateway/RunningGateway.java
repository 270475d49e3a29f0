package io.groqmeter.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.groqmeter.UsageMeter;
import io.groqmeter.UsageQueue;
import io.groqmeter.access.KeyBook;
import io.groqmeter.budget.Budget;
import io.groqmeter.budget.BudgetGuard;
import io.groqmeter.budget.rules.PolicyRules;
import io.groqmeter.budget.rules.RuleJson;
import io.groqmeter.gateway.access.AccessOptions;
import io.groqmeter.gateway.alert.Alerts;
import io.groqmeter.gateway.alert.RateHeadroom;
import io.groqmeter.gateway.alert.channel.LogChannel;
import io.groqmeter.gateway.http.ClientLimits;
import io.groqmeter.gateway.proxy.ProxyOptions;
import io.groqmeter.gateway.proxy.UpstreamAddress;
import io.groqmeter.pricing.LivePrices;
import io.groqmeter.store.BatchInputs;
import io.groqmeter.store.PolicyStore;
import io.groqmeter.store.RecordQuery;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.journal.CallJournal;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.usage.UsageCalendar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A gateway on a free port in front of an upstream, with its books in memory. */
public final class RunningGateway implements AutoCloseable {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final Path NO_FOLDER = Path.of("no-such-folder");
    private static final String SECRET = "a secret of the tests";

    private final UsageStore store;
    private final @Nullable CallJournal journal;
    private final FillingPolicyStore policies = new FillingPolicyStore();
    private final UsageMeter meter;
    private final GatewayServer server;

    public RunningGateway(String upstream) {
        this(upstream, options -> options);
    }

    public RunningGateway(String upstream, UnaryOperator<ProxyOptions> options) {
        this(upstream, options, empty());
    }

    public RunningGateway(String upstream, UnaryOperator<ProxyOptions> options, UsageStore store) {
        this(upstream, options, store, ClientLimits.defaults());
    }

    public RunningGateway(
            String upstream, UnaryOperator<ProxyOptions> options, UsageStore store, ClientLimits clients) {
        this(upstream, options, store, null, clients, gateway -> gateway, InstantSource.system(), NO_FOLDER);
    }

    /** A gateway whose calls wait in a journal for the store; it closes that. */
    public RunningGateway(String upstream, UsageStore store, CallJournal journal) {
        this(
                upstream,
                options -> options,
                store,
                journal,
                ClientLimits.defaults(),
                gateway -> gateway,
                InstantSource.system(),
                NO_FOLDER);
    }

    private RunningGateway(
            String upstream,
            UnaryOperator<ProxyOptions> proxy,
            UsageStore books,
            @Nullable CallJournal journal,
            ClientLimits clients,
            UnaryOperator<GatewayOptions> options,
            InstantSource clock,
            Path folder) {
        this.journal = journal;
        LiveFeed live = new LiveFeed();
        UsageQueue queue = new UsageQueue(books, journal, List.of(live));
        store = queue.store();
        LivePrices prices = new LivePrices(NO_FOLDER, clock);
        BudgetGuard guard = new BudgetGuard(store, new PolicyRules(policies, folder), prices, clock, List.of());
        meter = new UsageMeter(queue, prices, clock, guard, BatchInputs.inMemory());
        GatewayOptions gateway = options.apply(new GatewayOptions(
                "127.0.0.1",
                0,
                clients,
                proxy.apply(ProxyOptions.to(UpstreamAddress.parse(upstream))),
                AccessOptions.local(),
                null,
                SECRET.getBytes(UTF_8),
                "openai/gpt-oss-20b",
                Duration.ofSeconds(2),
                Locale.ENGLISH));
        try {
            server = GatewayServer.start(
                    gateway,
                    new GatewayParts(
                            meter,
                            store,
                            policies,
                            prices,
                            live,
                            () -> Alerts.of(policies, List.of(), Map.of("log", new LogChannel()), Locale.ENGLISH),
                            new RateHeadroom(clock),
                            List::of,
                            clock));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A gateway with the Groq key {@code gsk_gateway} and other options. */
    public static RunningGateway with(String upstream, UnaryOperator<GatewayOptions> options) {
        return new RunningGateway(
                upstream,
                proxy -> proxy.withApiKey("gsk_gateway"),
                empty(),
                null,
                ClientLimits.defaults(),
                options,
                InstantSource.system(),
                NO_FOLDER);
    }

    /** A gateway with the rules of that folder's {@code budgets.json}. */
    public static RunningGateway withRulesIn(Path folder) {
        return quiet(InstantSource.system(), empty(), folder);
    }

    /** A gateway at another time, without an upstream. */
    public static RunningGateway at(InstantSource clock) {
        return at(clock, empty());
    }

    /** A gateway at another time with those books, without an upstream. */
    public static RunningGateway at(InstantSource clock, UsageStore store) {
        return quiet(clock, store, NO_FOLDER);
    }

    private static UsageStore empty() {
        return new InMemoryUsageStore(new UsageCalendar(ZoneOffset.UTC));
    }

    private static RunningGateway quiet(InstantSource clock, UsageStore store, Path folder) {
        return new RunningGateway(
                "http://127.0.0.1:1",
                proxy -> proxy,
                store,
                null,
                ClientLimits.defaults(),
                gateway -> gateway,
                clock,
                folder);
    }

    /** Where caller keys are created. */
    public KeyBook keys() {
        return new KeyBook(policies, SECRET.getBytes(UTF_8), InstantSource.system());
    }

    public int port() {
        return server.port();
    }

    public String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    public UsageStore store() {
        return store;
    }

    /** Sets a budget, in force at once. */
    public void set(Budget budget) {
        policies.put(RuleJson.policy(budget));
        meter.guard().reload().join();
    }

    /** From now on no policy can be changed, because the disk is full. */
    public void fillPoliciesDisk() {
        policies.fill();
    }

    public PolicyStore policies() {
        return policies;
    }

    public GatewayServer server() {
        return server;
    }

    public UsageMeter meter() {
        return meter;
    }

    /** The records so far, in the order of appending. */
    public List<UsageRecord> records() {
        return store.after(0, RecordQuery.MOST).stream()
                .map(UsageStore.Positioned::record)
                .toList();
    }

    /** A chat completion with that body. */
    public HttpResponse<String> chat(String body, String... headers) throws IOException, InterruptedException {
        return post("/openai/v1/chat/completions", body, headers);
    }

    public HttpResponse<String> post(String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url(path)))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    public HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url(path)));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    /** A request without a body, by any method. */
    public HttpResponse<String> send(String method, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url(path))).method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        server.close();
        meter.close();
        if (journal != null) {
            journal.close();
        }
        store.close();
    }
}
