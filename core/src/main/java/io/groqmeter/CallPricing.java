package io.groqmeter;

import io.groqmeter.budget.Quote;
import io.groqmeter.pricing.PriceBasis;
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
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The prices of calls: a quote of the worst case before a call leaves, a rated record when it settles. Thread-safe. */
final class CallPricing {

    private final Rater rater;

    CallPricing(Supplier<PriceList> prices) {
        this.rater = new Rater(prices);
    }

    /** @param whole whether the request has been read to its end */
    Quote quote(Endpoint endpoint, @Nullable String model, Optional<Usage> worstCase, Instant at, boolean whole) {
        Call call = new Call(endpoint, model, null, null, null, false, 200, Outcome.COMPLETED, Timings.unknown());
        RatedUsage rated = rater.rate(call, worstCase.orElse(Usage.unknown()), at);
        return new Quote(worstCase.map(usage -> rated.cost()), rated.basis() != PriceBasis.FALLBACK, whole);
    }

    /** The quote of an open call whose request has been read to its end. */
    Quote quote(OpenCall open, @Nullable String model, Optional<Usage> worstCase) {
        return quote(open.endpoint(), model, worstCase, open.startedAt(), true);
    }

    UsageRecord record(OpenCall open, Call call, Usage usage) {
        return record(open.id(), open.startedAt(), call, open.attribution(), usage, open.startedAt());
    }

    UsageRecord record(
            String id, Instant startedAt, Call call, Attribution attribution, Usage usage, Instant pricedAt) {
        return new UsageRecord(id, startedAt, call, attribution, rater.rate(call, usage, pricedAt));
    }

    /**
     * The open call that a record made elsewhere would have had.
     *
     * @param most its worst case; empty where no bound is known
     */
    OpenCall open(UsageRecord record, Optional<Usage> most, Instant pricedAt) {
        Call call = record.call();
        Optional<BigDecimal> cost =
                most.map(usage -> rater.rate(call, usage, pricedAt).cost());
        return new OpenCall(
                record.id(), record.startedAt(), call.endpoint(), call.model(), record.attribution(), cost, null);
    }

    /** The same open call for another model and worst case. */
    static OpenCall open(OpenCall before, @Nullable String model, Quote quote) {
        return new OpenCall(
                before.id(),
                before.startedAt(),
                before.endpoint(),
                model,
                before.attribution(),
                quote.worstCase(),
                null);
    }
}
