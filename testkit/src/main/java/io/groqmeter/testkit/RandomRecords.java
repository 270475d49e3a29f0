package io.groqmeter.testkit;

import io.groqmeter.pricing.Charge;
import io.groqmeter.pricing.PriceBasis;
import io.groqmeter.pricing.PricingUnit;
import io.groqmeter.pricing.RatedUsage;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.ModelUsage;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Timings;
import io.groqmeter.usage.ToolUse;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import io.groqmeter.usage.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Random records, with anything that a record may have, from a {@link Seeded} generator. */
public final class RandomRecords {

    static final List<String> MODELS =
            List.of("openai/gpt-oss-20b", "openai/gpt-oss-120b", "whisper-large-v3", "groq/compound");
    static final List<String> LABELS =
            List.of("web", "web ", "it's \"quoted\"", "línea\nnueva", "\uD83D\uDE80 去", "100%_a\\b", "x".repeat(128));

    private RandomRecords() {}

    /** Records that start in the window, in random order, with the ids {@code <prefix>1}, {@code <prefix>2}… */
    public static List<UsageRecord> list(Seeded seeded, int count, String prefix, Window window) {
        List<UsageRecord> records = new ArrayList<>(count);
        for (int number = 1; number <= count; number++) {
            records.add(record(seeded, prefix + number, window));
        }
        return records;
    }

    /** A record that starts in the window. */
    public static UsageRecord record(Seeded seeded, String id, Window window) {
        return new UsageRecord(
                id,
                seeded.instant(window.start(), window.end()),
                call(seeded),
                attribution(seeded),
                rated(seeded),
                seeded.maybe(() -> "chat_" + seeded.between(1, 9)).orElse(null),
                seeded.onceIn(5) ? seeded.between(0, 50) : 1);
    }

    /** An open or unsettled call that starts in the window. */
    public static OpenCall openCall(Seeded seeded, String id, Window window) {
        return new OpenCall(
                id,
                seeded.instant(window.start(), window.end()),
                seeded.oneOf(Endpoint.values()),
                seeded.maybe(() -> seeded.oneOf(MODELS)).orElse(null),
                attribution(seeded),
                seeded.maybe(() -> BigDecimal.valueOf(seeded.between(0, Long.MAX_VALUE - 1), 12)),
                seeded.maybe(() -> seeded.oneOf(LABELS)).orElse(null));
    }

    private static Call call(Seeded seeded) {
        return new Call(
                seeded.oneOf(Endpoint.values()),
                seeded.maybe(() -> seeded.oneOf(MODELS)).orElse(null),
                seeded.maybe(() -> seeded.oneOf(MODELS)).orElse(null),
                seeded.maybe(() -> seeded.oneOf("on_demand", "flex", "batch")).orElse(null),
                seeded.maybe(() -> "chatcmpl-" + seeded.between(1, 9)).orElse(null),
                seeded.onceIn(2),
                seeded.oneOf(200, 200, 206, 0, 400, 429, 503),
                seeded.oneOf(Outcome.values()),
                new Timings(timing(seeded), timing(seeded), timing(seeded), timing(seeded), timing(seeded)));
    }

    private static Optional<Duration> timing(Seeded seeded) {
        return seeded.maybe(() -> Duration.ofNanos(seeded.between(0, 90_000_000) * 1_000));
    }

    private static Attribution attribution(Seeded seeded) {
        return new Attribution(
                seeded.maybe(() -> seeded.oneOf(LABELS)).orElse(null),
                seeded.maybe(() -> seeded.oneOf(LABELS)).orElse(null),
                seeded.maybe(() -> seeded.oneOf(LABELS)).orElse(null),
                seeded.onceIn(3) ? Map.of("team", seeded.oneOf(LABELS), seeded.oneOf(LABELS), "") : Map.of());
    }

    private static RatedUsage rated(Seeded seeded) {
        Usage usage = usage(seeded);
        PriceBasis basis = seeded.oneOf(PriceBasis.values());
        if (seeded.onceIn(3)) {
            return new RatedUsage(
                    usage, BigDecimal.valueOf(seeded.between(0, Long.MAX_VALUE - 1), 12), basis, List.of());
        }
        return RatedUsage.of(usage, basis, List.of(charge(seeded), charge(seeded), charge(seeded)));
    }

    private static Charge charge(Seeded seeded) {
        return new Charge(
                seeded.oneOf("input", "cached_input", "output", "audio"),
                seeded.oneOf(MODELS),
                seeded.between(0, 1_000_000),
                seeded.onceIn(5)
                        ? BigDecimal.valueOf(1, -1)
                        : BigDecimal.valueOf(seeded.between(0, 999_999), (int) seeded.between(4, 12)),
                seeded.oneOf(PricingUnit.values()));
    }

    private static Usage usage(Seeded seeded) {
        OptionalLong input = seeded.maybeBetween(0, 1_000_000);
        OptionalLong output = seeded.maybeBetween(0, 1_000_000);
        var usage = Usage.builder(seeded.oneOf(UsageBasis.values()))
                .inputTokens(input)
                .outputTokens(output)
                .audio(timing(seeded))
                .characters(seeded.maybeBetween(0, 20_000));
        if (input.isPresent()) {
            usage.cacheReadInputTokens(seeded.maybeBetween(0, input.getAsLong()));
        }
        if (output.isPresent()) {
            usage.reasoningOutputTokens(seeded.maybeBetween(0, output.getAsLong()));
        }
        if (seeded.onceIn(4)) {
            ToolUse search = new ToolUse("browser.search", seeded.between(1, 5));
            usage.tools(seeded.onceIn(2) ? List.of(search) : List.of(new ToolUse("python", 2), search));
        }
        if (seeded.onceIn(4)) {
            List<ModelUsage> models = List.of(
                    new ModelUsage(seeded.oneOf(MODELS), 100, seeded.between(0, 100), 5), new ModelUsage("b", 0, 0, 0));
            usage = seeded.onceIn(2) ? usage.splitOver(models) : usage.answeredByOneOf(models);
        }
        return usage.build();
    }
}
