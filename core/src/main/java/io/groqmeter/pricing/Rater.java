package io.groqmeter.pricing;

import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.ModelUsage;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Turns what a call used into what it cost. Thread-safe if its prices are. */
public final class Rater {

    private final Supplier<PriceList> prices;

    /** A rater at the prices that supplier has at the moment of each rating. */
    public Rater(Supplier<PriceList> prices) {
        this.prices = prices;
    }

    /**
     * The usage with its cost.
     *
     * @param call what was asked and how it was answered; the answering model, tier and endpoint decide the price
     * @param usage what was used; when unknown the cost is 0 and the usage's basis says so
     * @param at when the call was made; decides which day's price holds
     */
    public RatedUsage rate(Call call, Usage usage, Instant at) {
        if (!billed(call, usage)) {
            return RatedUsage.free(usage);
        }
        if (call.endpoint() == Endpoint.BATCH_LINE && call.model() == null) {
            return RatedUsage.of(usage, PriceBasis.UNKNOWN, List.of());
        }
        Rating rating = new Rating(prices.get(), at, batch(call));
        if (usage.basis() == UsageBasis.UNKNOWN) {
            return RatedUsage.of(usage, rating.basisOf(call.model()), List.of());
        }
        if (usage.models().isEmpty()) {
            rating.add(call.model(), Quantities.of(usage));
        } else if (addsUp(usage)) {
            usage.models().forEach(part -> rating.add(part.model(), Quantities.of(part)));
        } else {
            rating.addDearest(usage.models(), Quantities.of(usage));
        }
        usage.tools().forEach(rating::add);
        return RatedUsage.of(usage, rating.basis(call.model()), rating.charges());
    }

    /**
     * Groq bills metered paths it answered with a 2xx. A call that got no answer at all (the caller hung up first) counts only
     * by an estimate of what Groq generated nevertheless.
     */
    private static boolean billed(Call call, Usage usage) {
        boolean generated = call.answered() || (call.status() == 0 && usage.basis() == UsageBasis.ESTIMATED);
        return call.endpoint().metered() && generated;
    }

    private static boolean batch(Call call) {
        return call.endpoint() == Endpoint.BATCH_LINE || "batch".equals(call.serviceTier());
    }

    /** Whether the split over models accounts for the whole; one that does not is no split. */
    private static boolean addsUp(Usage usage) {
        long input = usage.models().stream().mapToLong(ModelUsage::inputTokens).sum();
        long output =
                usage.models().stream().mapToLong(ModelUsage::outputTokens).sum();
        return usage.split()
                && input >= usage.inputTokens().orElse(0)
                && output >= usage.outputTokens().orElse(0);
    }
}
