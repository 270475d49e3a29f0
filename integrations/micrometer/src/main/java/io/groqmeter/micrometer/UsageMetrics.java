package io.groqmeter.micrometer;

import io.groqmeter.UsageListener;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageSums;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;

/**
 * Counts calls, tokens and cost by model and endpoint as {@code groqmeter.*}; a Prometheus registry shows them as the gateway does:
 * {@code groqmeter_calls_total}, {@code groqmeter_cost_usd_total}. Cached and reasoning tokens are parts of input and output
 * tokens, so do not add them.
 *
 * <p>A counter is a floating-point number; the exact cost is in the books.
 */
public final class UsageMetrics implements UsageListener {

    private final MeterRegistry registry;

    public UsageMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void appended(List<UsageRecord> records) {
        records.forEach(this::count);
    }

    private void count(UsageRecord record) {
        UsageSums sums = UsageSums.of(record);
        String model = record.call().model();
        Tags tags = Tags.of(
                "model",
                model == null ? "unknown" : model,
                "endpoint",
                record.call().endpoint().label());
        add("calls", tags, sums.calls());
        add("metered.calls", tags, sums.metered());
        add("failed.calls", tags, sums.errors());
        add("aborted.calls", tags, sums.aborted());
        add("input.tokens", tags, sums.inputTokens());
        add("cache.read.input.tokens", tags, sums.cacheReadInputTokens());
        add("output.tokens", tags, sums.outputTokens());
        add("reasoning.output.tokens", tags, sums.reasoningOutputTokens());
        add("billed.audio.seconds", tags, sums.billedAudioSeconds());
        add("speech.characters", tags, sums.characters());
        add("cost.usd", tags, sums.cost().doubleValue());
    }

    private void add(String name, Tags tags, double amount) {
        // By the builder, which every Micrometer has; the registry has a method for Tags only since 1.16.
        Counter.builder("groqmeter." + name).tags(tags).register(registry).increment(amount);
    }
}
