package io.groqmeter.sqlite;

import io.groqmeter.pricing.Charge;
import io.groqmeter.pricing.PriceBasis;
import io.groqmeter.pricing.PricingUnit;
import io.groqmeter.pricing.RatedUsage;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.testkit.Seeded;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.ModelUsage;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Timings;
import io.groqmeter.usage.ToolUse;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The calls of a medium-sized company as a gateway records them, one every 12 seconds on average: three projects, forty users with
 * their usual models, mostly chat, some audio, errors and Compound, ids and timings of full length.
 */
public final class Traffic {

    private static final String CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final List<String> CHAT_MODELS = List.of(
            "openai/gpt-oss-20b",
            "openai/gpt-oss-120b",
            "llama-3.1-8b-instant",
            "llama-3.3-70b-versatile",
            "qwen/qwen3-32b");

    private final Seeded seeded;
    private Instant now = Instant.parse("2026-11-01T00:00:00Z");

    public Traffic(long seed) {
        seeded = new Seeded(seed);
    }

    public List<UsageRecord> next(int count) {
        List<UsageRecord> records = new ArrayList<>(count);
        while (records.size() < count) {
            records.add(next());
        }
        return records;
    }

    public UsageRecord next() {
        now = now.plusMillis(seeded.between(0, 24_000));
        int user = (int) Math.min(seeded.between(0, 39), seeded.between(0, 39));
        Attribution attribution = new Attribution(
                "fp-" + Integer.toHexString(0xabc000 + user % 3),
                List.of("web", "support-bot", "nightly").get(user % 3),
                user % 3 == 2 ? null : "user-" + (1000 + user),
                seeded.onceIn(3) ? Map.of("env", seeded.oneOf("prod", "staging"), "feature", "search") : Map.of());
        int kind = (int) seeded.between(1, 100);
        String model = CHAT_MODELS.get((user + (seeded.onceIn(5) ? 1 : 0)) % CHAT_MODELS.size());
        String id = id();
        if (kind <= 84) {
            return new UsageRecord(id, now, answered(Endpoint.CHAT, model), attribution, chat(model));
        }
        if (kind <= 91) {
            return new UsageRecord(
                    id, now, answered(Endpoint.TRANSCRIPTIONS, "whisper-large-v3-turbo"), attribution, audio());
        }
        if (kind <= 93) {
            return new UsageRecord(id, now, answered(Endpoint.CHAT, "groq/compound"), attribution, compound());
        }
        Call refused = new Call(
                Endpoint.CHAT,
                model,
                null,
                null,
                null,
                false,
                429,
                Outcome.ERROR,
                seen(seeded.between(20_000, 90_000)));
        return new UsageRecord(id, now, refused, attribution, RatedUsage.free(Usage.nothing()));
    }

    private Call answered(Endpoint endpoint, String model) {
        Timings timings = new Timings(
                        micros(300, 90_000),
                        micros(400, 60_000),
                        micros(5_000, 3_000_000),
                        Optional.empty(),
                        Optional.empty())
                .seen(micros(40_000, 600_000), Duration.ofNanos(1_000 * seeded.between(600_000, 4_000_000)));
        String responseId = endpoint == Endpoint.CHAT ? "chatcmpl-" + uuid() : null;
        return new Call(
                endpoint, model, model, "on_demand", responseId, seeded.onceIn(2), 200, Outcome.COMPLETED, timings);
    }

    private static Timings seen(long micros) {
        return Timings.unknown().seen(Optional.of(Duration.ofNanos(1_000 * micros)), Duration.ofNanos(1_000 * micros));
    }

    private Optional<Duration> micros(long least, long most) {
        return Optional.of(Duration.ofNanos(1_000 * seeded.between(least, most)));
    }

    private RatedUsage chat(String model) {
        long input = seeded.between(50, 12_000);
        long cached = seeded.onceIn(2) ? 0 : input / 256 * 128;
        long output = seeded.between(5, 2_500);
        Usage usage = Usage.builder(UsageBasis.MEASURED)
                .inputTokens(input)
                .cacheReadInputTokens(cached)
                .outputTokens(output)
                .reasoningOutputTokens(model.startsWith("openai") ? output / 3 : 0)
                .build();
        return RatedUsage.of(
                usage,
                PriceBasis.LIST,
                List.of(
                        charge("input", model, input - cached, "0.075"),
                        charge("cached_input", model, cached, "0.0375"),
                        charge("output", model, output, "0.30")));
    }

    private static Charge charge(String what, String model, long tokens, String price) {
        return new Charge(what, model, tokens, new BigDecimal(price), PricingUnit.MILLION_TOKENS);
    }

    private RatedUsage audio() {
        Duration length = Duration.ofMillis(seeded.between(3_000, 900_000));
        Usage usage = Usage.builder(UsageBasis.MEASURED).audio(length).build();
        long seconds = usage.billedAudioSeconds().orElseThrow();
        return RatedUsage.of(
                usage,
                PriceBasis.LIST,
                List.of(new Charge(
                        "audio", "whisper-large-v3-turbo", seconds, new BigDecimal("0.04"), PricingUnit.HOUR)));
    }

    private RatedUsage compound() {
        Usage usage = Usage.builder(UsageBasis.MEASURED)
                .inputTokens(9_000)
                .outputTokens(800)
                .tools(List.of(new ToolUse("basic_search", seeded.between(1, 3))))
                .splitOver(List.of(
                        new ModelUsage("openai/gpt-oss-120b", 8_000, 0, 700),
                        new ModelUsage("llama-3.3-70b-versatile", 1_000, 0, 100)))
                .build();
        return RatedUsage.of(
                usage,
                PriceBasis.LIST,
                List.of(
                        charge("input", "openai/gpt-oss-120b", 8_000, "0.15"),
                        charge("output", "openai/gpt-oss-120b", 700, "0.60")));
    }

    private String id() {
        StringBuilder id = new StringBuilder("gm-");
        long millis = now.toEpochMilli();
        for (int shift = 45; shift >= 0; shift -= 5) {
            id.append(CROCKFORD.charAt((int) (millis >>> shift & 31)));
        }
        for (int digit = 0; digit < 16; digit++) {
            id.append(CROCKFORD.charAt((int) seeded.between(0, 31)));
        }
        return id.toString();
    }

    private String uuid() {
        return new UUID(
                        seeded.between(Long.MIN_VALUE, Long.MAX_VALUE - 1),
                        seeded.between(Long.MIN_VALUE, Long.MAX_VALUE - 1))
                .toString();
    }
}
