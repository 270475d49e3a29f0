package io.groqmeter.pricing;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The price of a model that has no known price.
 *
 * @param fallback the default price
 * @param choice whether that price is used or the highest listed one
 */
record FallbackPrice(ModelPrice fallback, UnknownPrice choice) {

    private static final String FALLBACK = "(fallback)";
    private static final String DEAREST = "(dearest)";

    static FallbackPrice of(Map<Measure, BigDecimal> fallback) {
        return new FallbackPrice(fallback(fallback), UnknownPrice.DEFAULT);
    }

    private static ModelPrice fallback(Map<Measure, BigDecimal> prices) {
        return new ModelPrice(FALLBACK, prices, null, null, null, "Used where no price is known.", null);
    }

    FallbackPrice choosing(UnknownPrice other) {
        return new FallbackPrice(fallback, other);
    }

    /** This fallback with the owner's default prices over its own. A cached price is kept only with its own input price. */
    FallbackPrice overriddenBy(ModelPrice owners) {
        Map<Measure, BigDecimal> prices = new EnumMap<>(Measure.class);
        prices.putAll(fallback.prices());
        if (owners.input().isPresent()) {
            prices.remove(Measure.CACHED_INPUT);
        }
        prices.putAll(owners.prices());
        return new FallbackPrice(fallback(prices), choice);
    }

    /**
     * The highest price in force at that time for each measure; the default where there is none. Cached input costs as much as other
     * input, since it is unknown whether the model has a price for it.
     */
    ModelPrice dearest(Instant at, List<ModelPrice> rows) {
        Map<Measure, BigDecimal> listed = new EnumMap<>(Measure.class);
        rows.stream().filter(row -> !row.tool() && row.inForce(at)).forEach(row -> row.prices()
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
                "Used where no price is known: the highest price listed that day.",
                null);
    }

    /** Whether that is the name of a fallback row. */
    static boolean isName(String model) {
        return model.equals(FALLBACK) || model.equals(DEAREST);
    }
}
