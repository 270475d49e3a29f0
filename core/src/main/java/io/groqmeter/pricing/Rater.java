package io.groqmeter.pricing;

import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.ModelUsage;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
     * @param call what was asked and how it was answered; the answering model, tier and endpoint decide the price. Where the list
     *     lacks its name, and that is the asked model's in another spelling, the asked model's price holds
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
        PriceList list = prices.get();
        String model = priced(call, list, at);
        Rating rating = new Rating(list, at, batch(call));
        if (usage.basis() == UsageBasis.UNKNOWN) {
            return RatedUsage.of(usage, unpriced(rating.basisOf(model)), List.of());
        }
        if (usage.models().isEmpty()) {
            rating.add(model, Quantities.of(usage));
        } else if (addsUp(usage)) {
            usage.models().forEach(part -> rating.add(part.model(), Quantities.of(part)));
        } else {
            rating.addDearest(usage.models(), Quantities.of(usage));
        }
        usage.tools().forEach(rating::add);
        return RatedUsage.of(usage, rating.basis(model), rating.charges());
    }

    /** The name whose price holds: the answering model's, or the asked one's where only that has a price and both name one model. */
    private static @Nullable String priced(Call call, PriceList list, Instant at) {
        String asked = call.requestModel();
        String answered = call.responseModel();
        if (asked == null
                || answered == null
                || asked.equals(answered)
                || list.resolve(answered, at).known()) {
            return call.model();
        }
        ResolvedPrice price = list.resolve(asked, at);
        boolean same = ModelName.same(answered, asked)
                || ModelName.same(answered, price.price().model());
        return price.basis() != PriceBasis.FALLBACK && same ? asked : answered;
    }

    /** That a model is free or has no price holds whatever was used; a price that nothing was charged at says nothing. */
    private static PriceBasis unpriced(PriceBasis ofTheModel) {
        return ofTheModel == PriceBasis.FREE || ofTheModel == PriceBasis.FALLBACK ? ofTheModel : PriceBasis.UNKNOWN;
    }

    /**
     * Groq bills metered calls it answered with a 2xx. A call that got no answer at all (the caller hung up first) counts only
     * by an estimate of what Groq generated nevertheless.
     */
    private static boolean billed(Call call, Usage usage) {
        boolean generated = call.answered() || (call.status() == 0 && usage.basis() == UsageBasis.ESTIMATED);
        return call.metered(usage) && generated;
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
