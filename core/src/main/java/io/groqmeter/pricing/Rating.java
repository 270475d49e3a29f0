package io.groqmeter.pricing;

import io.groqmeter.usage.ModelUsage;
import io.groqmeter.usage.ToolUse;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The charges of one call, while it is rated. Not thread-safe. */
final class Rating {

    private final PriceList list;
    private final Instant at;
    private final boolean batch;
    private final List<Charge> charges = new ArrayList<>();
    private @Nullable PriceBasis basis;

    Rating(PriceList list, Instant at, boolean batch) {
        this.list = list;
        this.at = at;
        this.batch = batch;
    }

    List<Charge> charges() {
        return charges;
    }

    /** The least certain basis of all charges; the model's own when there are none. */
    PriceBasis basis(@Nullable String model) {
        return basis == null ? basisOf(model) : basis;
    }

    PriceBasis basisOf(@Nullable String model) {
        return list.resolve(model, at).basis();
    }

    void add(@Nullable String model, Quantities quantities) {
        ResolvedPrice resolved = list.resolve(model, at);
        ModelPrice row = resolved.price();
        PriceBasis from = resolved.basis();
        for (Measure measure : quantities.billedBy(row)) {
            long quantity = quantities.count(measure);
            // The price of fresh input is listed beside cached input even where none was fresh: it shows what the cache
            // saved.
            boolean listed = measure == Measure.INPUT && quantities.count(Measure.CACHED_INPUT) > 0;
            if (quantity == 0 && !listed) {
                continue;
            }
            BigDecimal price = unitPrice(row, measure);
            if (price == null) {
                row = list.fallbackAt(at);
                from = PriceBasis.FALLBACK;
                price = unitPrice(row, measure);
            }
            if (price != null) {
                charges.add(new Charge(measure.what(), row.model(), quantity, price, measure.unit()));
            }
        }
        worsen(from);
    }

    /**
     * Charges each quantity of the whole at that candidate where it costs most. Groq's Compound streams name the models that
     * answered but not their shares, so the true cost lies at or below this.
     */
    void addDearest(List<ModelUsage> candidates, Quantities whole) {
        Map<String, Charge> dearest = new LinkedHashMap<>();
        for (ModelUsage candidate : candidates) {
            Rating trial = new Rating(list, at, batch);
            trial.add(candidate.model(), whole);
            trial.charges.forEach(charge -> dearest.merge(charge.what(), charge, Rating::dearer));
        }
        charges.addAll(dearest.values());
        worsen(PriceBasis.FALLBACK);
    }

    private static Charge dearer(Charge one, Charge other) {
        return one.amount().compareTo(other.amount()) >= 0 ? one : other;
    }

    /** Charges a tool per use, in a batch too; a tool billed by a duration that is not reported is left out. */
    void add(ToolUse tool) {
        ResolvedPrice resolved = list.tool(tool.tool(), at);
        BigDecimal price = resolved.price().prices().get(Measure.USES);
        if (price != null) {
            charges.add(new Charge(tool.tool(), resolved.price().model(), tool.uses(), price, Measure.USES.unit()));
            worsen(resolved.basis());
        }
    }

    /** The price as charged: in a batch less its discount, and then cached input costs what other input does. */
    private @Nullable BigDecimal unitPrice(ModelPrice row, Measure measure) {
        Optional<BatchDiscount> discount = batch ? list.batchDiscount(row.model(), row.latest(at)) : Optional.empty();
        BigDecimal price = row.prices().get(measure);
        if (measure == Measure.CACHED_INPUT && (discount.isPresent() || price == null)) {
            price = row.prices().get(Measure.INPUT);
        }
        return price != null && discount.isPresent() ? discount.get().off(price) : price;
    }

    private void worsen(PriceBasis other) {
        if (basis == null || other.doubt() > basis.doubt()) {
            basis = other;
        }
    }
}
