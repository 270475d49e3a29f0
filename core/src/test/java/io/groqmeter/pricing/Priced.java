package io.groqmeter.pricing;

import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Timings;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Calls and what they cost at the shipped prices, in few words. */
final class Priced {

    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private static final Rater RATER = new Rater(PriceList::shipped);

    private Priced() {}

    static RatedUsage rate(Call call, Usage usage) {
        return RATER.rate(call, usage, NOW);
    }

    static RatedUsage rate(String model, Usage usage) {
        return RATER.rate(Call.chat(model), usage, NOW);
    }

    static String cost(String model, Usage usage, Instant at) {
        return plain(RATER.rate(Call.chat(model), usage, at));
    }

    static String cost(String model, Usage usage) {
        return cost(model, usage, NOW);
    }

    static String cost(Call call, Usage usage) {
        return plain(rate(call, usage));
    }

    private static String plain(RatedUsage rated) {
        BigDecimal cost = rated.cost();
        return cost.signum() == 0 ? "0" : cost.stripTrailingZeros().toPlainString();
    }

    static Call call(Endpoint endpoint, @Nullable String model, @Nullable String tier, int status) {
        Outcome outcome = status / 100 == 2 ? Outcome.COMPLETED : Outcome.ERROR;
        return new Call(endpoint, model, model, tier, null, false, status, outcome, Timings.unknown());
    }

    static Usage cached(long input, long cached, long output) {
        return Usage.builder(UsageBasis.MEASURED)
                .inputTokens(input)
                .cacheReadInputTokens(cached)
                .outputTokens(output)
                .build();
    }

    static Usage audio(String length) {
        return Usage.builder(UsageBasis.MEASURED).audio(Duration.parse(length)).build();
    }

    static Usage characters(long count) {
        return Usage.builder(UsageBasis.MEASURED).characters(count).build();
    }
}
