package io.groqmeter.gateway.metric;

import io.groqmeter.UsageQueue;
import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.LocalResponse;
import io.groqmeter.gateway.local.Resource;
import io.groqmeter.pricing.LivePrices;
import io.groqmeter.store.UsageStore;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code GET /metrics}: in the OpenMetrics format when {@code Accept} names it, else in Prometheus's own. */
public final class MetricsResource implements Resource {

    private static final String OPEN_METRICS = "application/openmetrics-text";

    private final UsageStore store;
    private final UsageQueue queue;
    private final LivePrices prices;
    private final InstantSource clock;
    private @Nullable PrometheusMeterRegistry registry;

    public MetricsResource(UsageStore store, UsageQueue queue, LivePrices prices, InstantSource clock) {
        this.store = store;
        this.queue = queue;
        this.prices = prices;
        this.clock = clock;
    }

    /** Created on first use, because it would take a twentieth of the gateway's start. */
    private synchronized PrometheusMeterRegistry registry() {
        if (registry == null) {
            registry = create();
        }
        return registry;
    }

    private PrometheusMeterRegistry create() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.getPrometheusRegistry().register(new BooksCollector(store, prices, clock));
        gauge(registry, "groqmeter.queue.backlog", "Entries that wait to be written.", queue::backlog);
        gauge(registry, "groqmeter.store.ok", "1 while the store takes records, else 0.", () -> recording() ? 1 : 0);
        gauge(
                registry,
                "groqmeter.prices.ok",
                "1 while prices.json is in force or absent, 0 while it is refused.",
                () -> prices.problem().isEmpty() ? 1 : 0);
        FunctionCounter.builder("groqmeter.queue.refused", queue, UsageQueue::refused)
                .description("Entries the store refused for good, since the gateway's start.")
                .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        return registry;
    }

    private static void gauge(
            PrometheusMeterRegistry registry, String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }

    private boolean recording() {
        return queue.failing() == null && store.check().ok();
    }

    @Override
    public LocalResponse answer(LocalRequest request) {
        String format = request.accepts(OPEN_METRICS)
                ? OPEN_METRICS + "; version=1.0.0; charset=utf-8"
                : "text/plain; version=0.0.4; charset=utf-8";
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            registry().scrape(body, format);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new LocalResponse(200, format, body.toByteArray());
    }
}
