package io.groqmeter.budget;

import io.groqmeter.pricing.PriceList;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageRecord;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The names a model goes by: the one a call uses and, where that is an alias or another spelling, the listed model's.
 *
 * <p>It may read the price file and scan the list, so use it outside locks. Any thread.
 */
final class ModelNames {

    private final Supplier<PriceList> prices;

    ModelNames(Supplier<PriceList> prices) {
        this.prices = prices;
    }

    /** At most two names; a call counts in the budgets of both. */
    Set<String> of(@Nullable String model) {
        if (model == null) {
            return Set.of();
        }
        String listed = prices.get().listedAs(model).orElse(model);
        return listed.equals(model) ? Set.of(model) : Set.of(model, listed);
    }

    Reservation reservation(OpenCall call) {
        return new Reservation(call, of(call.requestModel()));
    }

    Spend spend(UsageRecord record) {
        return new Spend(record, of(record.call().model()));
    }
}
