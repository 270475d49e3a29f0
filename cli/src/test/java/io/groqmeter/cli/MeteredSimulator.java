package io.groqmeter.cli;

import io.groqmeter.UsageMeter;
import io.groqmeter.gateway.GatewayOptions;
import io.groqmeter.gateway.GatewayParts;
import io.groqmeter.gateway.GatewayServer;
import io.groqmeter.gateway.LiveFeed;
import io.groqmeter.gateway.proxy.ProxyOptions;
import io.groqmeter.gateway.proxy.UpstreamAddress;
import io.groqmeter.jdbc.SqliteUsageStore;
import io.groqmeter.pricing.LivePrices;
import io.groqmeter.simulator.GroqSimulator;
import io.groqmeter.simulator.SimulatorConfig;
import io.groqmeter.store.Dimension;
import io.groqmeter.store.Durability;
import io.groqmeter.store.RecordQuery;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.store.UsageStore;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;

/** A simulated Groq with the gateway before it, as {@code serve} wires it: books in SQLite, in a data folder. */
final class MeteredSimulator implements AutoCloseable {

    private final GroqSimulator groq;
    private final UsageStore store;
    private final UsageMeter meter;
    private final GatewayServer gateway;

    MeteredSimulator(Path data) throws IOException {
        InstantSource clock = InstantSource.system();
        LiveFeed live = new LiveFeed();
        LivePrices prices = new LivePrices(data, clock);
        groq = GroqSimulator.start(SimulatorConfig.local());
        store = SqliteUsageStore.open(
                data.resolve("groqmeter.db"), new UsageCalendar(ZoneOffset.UTC), Durability.PROCESS);
        meter = new UsageMeter(store, prices, clock, List.of(live));
        GatewayOptions options = new GatewayOptions(
                "127.0.0.1",
                0,
                ProxyOptions.to(UpstreamAddress.parse(groq.baseUrl())),
                "a secret of the tests".getBytes(),
                "openai/gpt-oss-20b",
                Duration.ofSeconds(2));
        gateway = GatewayServer.start(options, new GatewayParts(meter, store, prices, live, clock));
    }

    GroqSimulator groq() {
        return groq;
    }

    String url() {
        return "http://127.0.0.1:" + gateway.port();
    }

    UsageStore store() {
        return store;
    }

    /** All records, in the order of appending. */
    List<UsageRecord> records() {
        return store.after(0, RecordQuery.MOST).stream()
                .map(UsageStore.Positioned::record)
                .toList();
    }

    /** The gateway's books, one rollup per group. */
    List<UsageRollup> books(Dimension... by) {
        return store.rollup(RollupQuery.of(Window.always(), by));
    }

    @Override
    public void close() {
        gateway.close();
        meter.close();
        store.close();
        groq.close();
    }
}
