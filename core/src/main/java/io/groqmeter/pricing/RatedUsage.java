package io.groqmeter.pricing;

import io.groqmeter.usage.ToolUse;
import io.groqmeter.usage.Usage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/**
 * Usage with its cost.
 *
 * @param usage the quantities
 * @param cost US dollars at scale 12, not negative; zero when nothing is billed or nothing is known (the usage's basis says
 *     which)
 * @param basis where the price came from
 * @param charges the lines that make the cost; empty when nothing is billed
 */
public record RatedUsage(Usage usage, BigDecimal cost, PriceBasis basis, List<Charge> charges) {

    /** The decimals a call's cost is kept with. */
    public static final int SCALE = 12;

    public RatedUsage {
        charges = List.copyOf(charges);
        if (cost.signum() < 0) {
            throw new IllegalArgumentException("a cost cannot be negative: " + cost.toPlainString());
        }
        cost = cost.setScale(SCALE, RoundingMode.HALF_EVEN);
    }

    /** The usage at the sum of the charges, rounded once. */
    public static RatedUsage of(Usage usage, PriceBasis basis, List<Charge> charges) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Charge charge : charges) {
            sum = sum.add(charge.amount());
        }
        return new RatedUsage(usage, sum, basis, charges);
    }

    /**
     * The tools that ran but are not in the cost, because Groq bills them by a duration it does not report, or because the price
     * list does not know them.
     */
    public List<String> unpricedTools() {
        return usage.tools().stream()
                .map(ToolUse::tool)
                .filter(tool -> charges.stream()
                        .noneMatch(charge -> charge.unit() == PricingUnit.THOUSAND_USES
                                && charge.what().equals(tool)))
                .toList();
    }

    /** The model at whose price row the usage was charged; empty where nothing was, several were, or another price stood in. */
    public Optional<String> pricedAs() {
        List<String> models = charges.stream()
                .filter(charge -> charge.unit() != PricingUnit.THOUSAND_USES)
                .map(Charge::model)
                .distinct()
                .toList();
        return models.size() == 1 && !FallbackPrice.isName(models.get(0))
                ? Optional.of(models.get(0))
                : Optional.empty();
    }

    /**
     * What reading input from Groq's cache saved, in US dollars at scale 12: the cached tokens at the same model's price of fresh
     * input, less what they cost. Zero where the charges lack one of the prices; negative where cached input costs more.
     */
    public BigDecimal cacheSavings() {
        BigDecimal savings = BigDecimal.ZERO;
        for (Charge cached : charges) {
            if (cached.what().equals(Measure.CACHED_INPUT.what())) {
                savings = savings.add(inputPrice(cached)
                        .map(fresh -> cached.unit()
                                .amount(BigDecimal.valueOf(cached.quantity()), fresh.subtract(cached.unitPrice())))
                        .orElse(BigDecimal.ZERO));
            }
        }
        return savings.setScale(SCALE, RoundingMode.HALF_EVEN);
    }

    private Optional<BigDecimal> inputPrice(Charge cached) {
        return charges.stream()
                .filter(charge -> charge.what().equals(Measure.INPUT.what())
                        && charge.model().equals(cached.model())
                        && charge.unit() == cached.unit())
                .map(Charge::unitPrice)
                .findFirst();
    }

    /** The usage for nothing. */
    public static RatedUsage free(Usage usage) {
        return new RatedUsage(usage, BigDecimal.ZERO, PriceBasis.FREE, List.of());
    }
}
