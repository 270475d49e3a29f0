package io.groqmeter.pricing;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a model without a known price costs.
 *
 * @param fallback the default price
 * @param choice whether that one counts, or the dearest that is listed
 */
record FallbackPrice(ModelPrice fallback, UnknownPrice choice) {

    private static final String FALLBACK = "(fallback)";
    private static final String DEAREST = "(dearest)";

    static FallbackPrice of(Map<Measure, BigDecimal> fallback) {
        return new FallbackPrice(fallback(fallback), UnknownPrice.DEFAULT);
    }

    private static ModelPrice fallback(Map<Measure, BigDecimal> prices) {
        return new ModelPrice(FALLBACK, prices, null, null, null, "Stands in where no price is known.", null);
    }

    FallbackPrice choosing(UnknownPrice other) {
        return new FallbackPrice(fallback, other);
    }

    /** This one with the prices of another default laid over it; a cached price belongs to its input's. */
    FallbackPrice overriddenBy(ModelPrice owners) {
        Map<Measure, BigDecimal> prices = new EnumMap<>(Measure.class);
        prices.putAll(fallback.prices());
        if (owners.input().isPresent()) {
            prices.remove(Measure.CACHED_INPUT);
        }
        prices.putAll(owners.prices());
        return new FallbackPrice(fallback(prices), choice);
    }

    ModelPrice at(PriceList list, Instant at) {
        return choice == UnknownPrice.DEAREST ? dearest(list, at) : fallback;
    }

    /**
     * On each measure the dearest price in force at that time; the default where none is. Cached input costs what other input does,
     * for nobody knows whether the model has a price of its own for it.
     */
    ModelPrice dearest(PriceList list, Instant at) {
        Map<Measure, BigDecimal> listed = new EnumMap<>(Measure.class);
        list.rows().stream().filter(row -> !row.tool() && row.inForce(at)).forEach(row -> row.prices()
                .forEach((measure, price) -> listed.merge(measure, price, BigDecimal::max)));
        Map<Measure, BigDecimal> prices = new EnumMap<>(Measure.class);
        prices.putAll(fallback.prices());
        prices.putAll(listed);
        if (listed.containsKey(Measure.INPUT)) {
            prices.remove(Measure.CACHED_INPUT);
        }
        return new ModelPrice(
                DEAREST,
                prices,
                null,
                null,
                null,
                "Stands in where no price is known: the dearest listed that day.",
                null);
    }

    /** Whether a charge at that row's name is at a price that stands in. */
    static boolean isOne(String model) {
        return model.equals(FALLBACK) || model.equals(DEAREST);
    }
}
