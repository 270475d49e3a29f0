package io.groqmeter.bench.micro;

import io.groqmeter.RecordIds;
import io.groqmeter.bench.traffic.Chat;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.pricing.RatedUsage;
import io.groqmeter.pricing.Rater;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Timings;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The input of the benchmarks: one ordinary chat call. */
final class Samples {

    static final String MODEL = "openai/gpt-oss-20b";

    private static final InstantSource CLOCK = InstantSource.system();
    private static final RecordIds IDS = new RecordIds(CLOCK);
    private static final RatedUsage RATED =
            new Rater(PriceList::shipped).rate(chatCall(), chatUsage(), Instant.parse("2026-11-22T12:00:00Z"));
    private static final Attribution CALLER = new Attribution("key-6f1e", "web", "ana", Map.of());

    private Samples() {}

    static Call chatCall() {
        Timings timings = new Timings(
                Optional.of(Duration.ofMillis(2)),
                Optional.of(Duration.ofMillis(15)),
                Optional.of(Duration.ofMillis(310)),
                Optional.of(Duration.ofMillis(340)),
                Optional.of(Duration.ofMillis(341)));
        return new Call(
                Endpoint.CHAT,
                MODEL,
                MODEL,
                "on_demand",
                "chatcmpl-f0a1b2c3-0000-4000-8000-123456789abc",
                false,
                200,
                Outcome.COMPLETED,
                timings);
    }

    /** A call in flight. */
    static OpenCall open() {
        return openOf(record());
    }

    /** That record's call while it was in flight. */
    static OpenCall openOf(UsageRecord record) {
        return new OpenCall(
                record.id(),
                record.startedAt(),
                Endpoint.CHAT,
                MODEL,
                record.attribution(),
                Optional.of(new BigDecimal("0.001303500000")),
                null);
    }

    /** A record with an id of its own, that started now. */
    static UsageRecord record() {
        return new UsageRecord(IDS.next(), CLOCK.instant(), chatCall(), CALLER, RATED);
    }

    /** A whole answer of 2 KB. */
    static byte[] whole() {
        return ascii(Chat.whole(0));
    }

    /** The events of a stream of 100 chunks. */
    static Stream<byte[]> stream() {
        return Chat.stream(0, 100).stream().map(Samples::ascii);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static Usage chatUsage() {
        return Usage.builder(UsageBasis.MEASURED)
                .inputTokens(812)
                .cacheReadInputTokens(256)
                .outputTokens(310)
                .reasoningOutputTokens(74)
                .build();
    }
}
