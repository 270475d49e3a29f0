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
     * @param call the answering model, tier and endpoint decide the price. Where the list
     *     lacks that model, and its name is the requested model's in another spelling, the requested model's price holds
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

    /** The model whose price holds: the answering one, or the requested one where only that has a price and both are the same. */
    private static @Nullable String priced(Call call, PriceList list, Instant at) {
        String requested = call.requestModel();
        String answered = call.responseModel();
        if (requested == null
                || answered == null
                || requested.equals(answered)
                || list.resolve(answered, at).known()) {
            return call.model();
        }
        ResolvedPrice price = list.resolve(requested, at);
        boolean same = ModelName.same(answered, requested)
                || ModelName.same(answered, price.price().model());
        return price.basis() != PriceBasis.FALLBACK && same ? requested : answered;
    }

    /** A model that is free or has no price keeps that basis for any usage; otherwise, without usage, the basis is unknown. */
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

    /** Whether the split over models adds up to the whole. */
    private static boolean addsUp(Usage usage) {
        long input = usage.models().stream().mapToLong(ModelUsage::inputTokens).sum();
        long output =
                usage.models().stream().mapToLong(ModelUsage::outputTokens).sum();
        return usage.split()
                && input >= usage.inputTokens().orElse(0)
                && output >= usage.outputTokens().orElse(0);
    }
}
