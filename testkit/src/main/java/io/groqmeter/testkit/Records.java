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
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sample records in readable form: {@code record("a").at("2026-11-22T10:15:00Z").cost("0.5").build()}. */
public final class Records {

    private Records() {}

    /** Starts a record of a small answered chat call at 2026-11-22T10:15:30Z. */
    public static Draft record(String id) {
        return new Draft(id);
    }

    /** An open chat call with that start. */
    public static OpenCall openCall(String id, String startedAt) {
        return new OpenCall(
                id,
                Instant.parse(startedAt),
                Endpoint.CHAT,
                "openai/gpt-oss-20b",
                new Attribution("key-1", "web", null, Map.of("team", "blue")),
                Optional.of(new BigDecimal("0.012345678901")),
                null);
    }

    /** A record with every field that a record can have. */
    public static UsageRecord sayingEverything(String id) {
        Usage usage = Usage.builder(UsageBasis.ESTIMATED)
                .inputTokens(12_345)
                .cacheReadInputTokens(345)
                .outputTokens(6_789)
                .reasoningOutputTokens(89)
                .audio(Duration.ofNanos(1_836_970_001_000L))
                .characters(4_321)
                .tools(List.of(new ToolUse("browser.search", 3), new ToolUse("python", 1)))
                .splitOver(List.of(
                        new ModelUsage("openai/gpt-oss-120b", 12_000, 345, 6_000),
                        new ModelUsage("openai/gpt-oss-20b", 345, 0, 789)))
                .build();
        Call call = new Call(
                Endpoint.RESPONSES,
                "groq/compound",
                "groq/compound-mini",
                "flex",
                "resp_01k8",
                true,
                206,
                Outcome.CUT,
                new Timings(
                        Optional.of(Duration.ofNanos(1_000)),
                        Optional.of(Duration.ofNanos(22_333_000)),
                        Optional.of(Duration.ofNanos(1_444_555_000)),
                        Optional.of(Duration.ZERO),
                        Optional.of(Duration.ofNanos(3_600_000_001_000L))));
        List<Charge> charges = List.of(
                new Charge("input", "openai/gpt-oss-120b", 12_345, new BigDecimal("0.15"), PricingUnit.MILLION_TOKENS),
                new Charge("audio", "whisper-large-v3", 1_837, new BigDecimal("0.111"), PricingUnit.HOUR),
                new Charge(
                        "characters",
                        "canopylabs/orpheus",
                        4_321,
                        new BigDecimal("22"),
                        PricingUnit.MILLION_CHARACTERS),
                new Charge("browser.search", "browser.search", 3, new BigDecimal("5.00"), PricingUnit.THOUSAND_USES));
        return new UsageRecord(
                id,
                Instant.parse("2026-11-22T10:15:30.987Z"),
                call,
                new Attribution("key-1", "web", "ana", Map.of("team", "blue", "stage", "")),
                RatedUsage.of(usage, PriceBasis.OVERRIDE, charges),
                "chat_1705312200",
                7);
    }

    /** A record with as little as possible: no model, no quantity, no attribution. */
    public static UsageRecord sayingNothing(String id) {
        Call call = new Call(Endpoint.OTHER, null, null, null, null, false, 0, Outcome.ERROR, Timings.unknown());
        return new UsageRecord(
                id, Instant.parse("2026-11-22T10:15:30Z"), call, Attribution.none(), RatedUsage.free(Usage.unknown()));
    }

    /** A record under construction. Not thread-safe. */
    public static final class Draft {
        private final String id;
        private Instant startedAt = Instant.parse("2026-11-22T10:15:30Z");
        private Endpoint endpoint = Endpoint.CHAT;
        private @Nullable String model = "openai/gpt-oss-20b";
        private int status = 200;
        private Outcome outcome = Outcome.COMPLETED;
        private @Nullable String key;
        private @Nullable String project;
        private @Nullable String user;
        private Usage usage = Usage.tokens(1_000, 200);
        private BigDecimal cost = new BigDecimal("0.000135");
        private PriceBasis basis = PriceBasis.LIST;
        private @Nullable String requestId;
        private long calls = 1;

        private Draft(String id) {
            this.id = id;
        }

        /** When it starts, as an ISO instant. */
        public Draft at(String instant) {
            return at(Instant.parse(instant));
        }

        public Draft at(Instant instant) {
            startedAt = instant;
            return this;
        }

        public Draft to(Endpoint to) {
            endpoint = to;
            return this;
        }

        public Draft model(@Nullable String name) {
            model = name;
            return this;
        }

        /** How it ended. */
        public Draft ended(int httpStatus, Outcome how) {
            status = httpStatus;
            outcome = how;
            return this;
        }

        public Draft key(@Nullable String name) {
            key = name;
            return this;
        }

        public Draft project(@Nullable String name) {
            project = name;
            return this;
        }

        public Draft user(@Nullable String name) {
            user = name;
            return this;
        }

        /** Measured tokens. */
        public Draft tokens(long input, long output) {
            return usage(Usage.tokens(input, output));
        }

        public Draft usage(Usage quantities) {
            usage = quantities;
            return this;
        }

        /** In US dollars. */
        public Draft cost(String dollars) {
            cost = new BigDecimal(dollars);
            return this;
        }

        public Draft basis(PriceBasis of) {
            basis = of;
            return this;
        }

        public Draft requestId(@Nullable String name) {
            requestId = name;
            return this;
        }

        public Draft standingFor(long count) {
            calls = count;
            return this;
        }

        public UsageRecord build() {
            return new UsageRecord(
                    id,
                    startedAt,
                    new Call(endpoint, model, null, null, null, false, status, outcome, Timings.unknown()),
                    new Attribution(key, project, user, Map.of()),
                    new RatedUsage(usage, cost, basis, List.of()),
                    requestId,
                    calls);
        }
    }
}
