package io.groqmeter.gateway.metric;

import io.groqmeter.pricing.LivePrices;
import io.groqmeter.pricing.PriceBasis;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.pricing.ResolvedPrice;
import io.groqmeter.report.Summaries;
import io.groqmeter.report.UsageSummary;
import io.groqmeter.store.Dimension;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageSums;
import io.groqmeter.usage.Window;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Usage and cost as Prometheus metrics, all counters of one moment. Thread-safe. */
final class BooksCollector implements MultiCollector {

    private record Counter(String name, String help, ToDoubleFunction<UsageSums> value) {}

    private static final List<Counter> COUNTERS = List.of(
            new Counter("calls", "All calls.", UsageSums::calls),
            new Counter("answered_calls", "Calls Groq answered with a 2xx.", UsageSums::answered),
            new Counter("metered_calls", "Answered calls to billed endpoints.", UsageSums::metered),
            new Counter("failed_calls", "Calls Groq refused, or broke off with an error.", UsageSums::errors),
            new Counter("aborted_calls", "Calls the caller hung up on.", UsageSums::aborted),
            new Counter("input_tokens", "Prompt tokens, cached ones included.", UsageSums::inputTokens),
            new Counter(
                    "cache_read_input_tokens",
                    "The cached part of the prompt tokens.",
                    UsageSums::cacheReadInputTokens),
            new Counter("output_tokens", "Generated tokens, reasoning included.", UsageSums::outputTokens),
            new Counter(
                    "reasoning_output_tokens",
                    "The reasoning part of the generated tokens, where told.",
                    UsageSums::reasoningOutputTokens),
            new Counter("billed_audio_seconds", "Audio, in billed seconds.", UsageSums::billedAudioSeconds),
            new Counter("speech_characters", "Characters spoken.", UsageSums::characters),
            new Counter("tool_uses", "Runs of built-in tools.", UsageSums::toolUses),
            new Counter("cost_usd", "Cost in US dollars.", sums -> sums.cost().doubleValue()));

    private final UsageStore store;
    private final Summaries summaries;
    private final LivePrices prices;
    private final InstantSource clock;

    BooksCollector(UsageStore store, LivePrices prices, InstantSource clock) {
        this.store = store;
        this.summaries = new Summaries(store, clock);
        this.prices = prices;
        this.clock = clock;
    }

    /** The labels of a time series. */
    private record Series(String model, String endpoint) implements Comparable<Series> {

        Labels labels() {
            return Labels.of("model", model, "endpoint", endpoint);
        }

        @Override
        public int compareTo(Series other) {
            int byModel = model.compareTo(other.model);
            return byModel != 0 ? byModel : endpoint.compareTo(other.endpoint);
        }
    }

    @Override
    public MetricSnapshots collect() {
        Map<Series, UsageSums> series = series();
        List<MetricSnapshot> metrics = new ArrayList<>();
        for (Counter counter : COUNTERS) {
            CounterSnapshot.Builder metric = CounterSnapshot.builder()
                    .name("groqmeter_" + counter.name())
                    .help(counter.help());
            series.forEach((of, sums) -> metric.dataPoint(CounterDataPointSnapshot.builder()
                    .labels(of.labels())
                    .value(counter.value().applyAsDouble(sums))
                    .build()));
            metrics.add(metric.build());
        }
        UsageSummary total = summaries.total();
        metrics.add(spend(summaries.today(), summaries.month(), total));
        List<OpenCall> open = store.openCalls();
        long unsettled = open.stream().filter(call -> call.unsettled() != null).count();
        metrics.add(gauge("calls_in_flight", "Calls that have not settled yet.", open.size() - unsettled));
        metrics.add(gauge("unsettled_calls", "Calls that will not settle by themselves.", unsettled));
        metrics.add(gauge(
                "unsettled_worst_case_usd",
                "The most the unsettled calls can cost, as far as a bound is known.",
                total.unsettledWorstCase().doubleValue()));
        return new MetricSnapshots(metrics);
    }

    private Map<Series, UsageSums> series() {
        PriceList list = prices.get();
        Instant now = clock.instant();
        Map<Series, UsageSums> series = new TreeMap<>();
        for (UsageRollup group : store.rollup(RollupQuery.of(Window.always(), Dimension.MODEL, Dimension.ENDPOINT))) {
            String model = label(group.group().get(Dimension.MODEL), list, now);
            String endpoint = group.group().getOrDefault(Dimension.ENDPOINT, "other");
            series.merge(new Series(model, endpoint), group.sums(), UsageSums::plus);
        }
        return series;
    }

    /** Callers choose the model they send, so only names on the price list become labels. */
    private static String label(@Nullable String model, PriceList list, Instant now) {
        if (model == null) {
            return "none";
        }
        ResolvedPrice price = list.resolve(model, now);
        return price.basis() == PriceBasis.FALLBACK && price.note() == null ? "other" : model;
    }

    private static MetricSnapshot spend(UsageSummary today, UsageSummary month, UsageSummary total) {
        GaugeSnapshot.Builder spend = GaugeSnapshot.builder()
                .name("groqmeter_spend_usd")
                .help("Cost in US dollars of the present day and month of the store's zone, and altogether.");
        Map.of("today", today, "month", month, "total", total)
                .forEach((period, summary) -> spend.dataPoint(GaugeDataPointSnapshot.builder()
                        .labels(Labels.of("period", period))
                        .value(summary.sums().cost().doubleValue())
                        .build()));
        return spend.build();
    }

    private static MetricSnapshot gauge(String name, String help, double value) {
        return GaugeSnapshot.builder()
                .name("groqmeter_" + name)
                .help(help)
                .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
                .build();
    }
}
