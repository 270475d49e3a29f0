package io.groqmeter.report;

import io.groqmeter.pricing.Measure;
import io.groqmeter.pricing.ModelPrice;
import io.groqmeter.pricing.PriceBasis;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.pricing.RatedUsage;
import io.groqmeter.store.Dimension;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageSums;
import io.groqmeter.usage.Window;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model whose calls were counted at a fallback price, because none was known.
 *
 * @param model its name; null for calls without one
 * @param calls how many
 * @param counted what the books count for them, in US dollars
 * @param dearest what their tokens, audio and characters would cost at the highest prices listed today, in US dollars
 * @param priced whether it has a price by now, which applies to future calls
 */
public record UnpricedModel(
        @Nullable String model, long calls, BigDecimal counted, BigDecimal dearest, boolean priced) {

    /** Those of a window, the largest difference first. */
    public static List<UnpricedModel> of(UsageStore store, Window window, PriceList list, Instant now) {
        RollupQuery query = new RollupQuery(
                window, List.of(Dimension.MODEL), Map.of(Dimension.PRICE_BASIS, PriceBasis.FALLBACK.label()));
        ModelPrice price = list.dearest(now);
        return store.rollup(query).stream()
                .filter(rollup -> rollup.sums().calls() > 0)
                .map(rollup -> of(rollup, price, list, now))
                .sorted(Comparator.comparing(UnpricedModel::dearest).reversed())
                .toList();
    }

    /** Those of all time that still have no price. */
    public static List<UnpricedModel> still(UsageStore store, PriceList list, Instant now) {
        return of(store, Window.always(), list, now).stream()
                .filter(model -> !model.priced())
                .toList();
    }

    private static UnpricedModel of(UsageRollup rollup, ModelPrice dearest, PriceList list, Instant now) {
        String model = rollup.group().get(Dimension.MODEL);
        UsageSums sums = rollup.sums();
        boolean priced = list.resolve(model, now).basis() != PriceBasis.FALLBACK;
        return new UnpricedModel(model, sums.calls(), sums.cost(), at(dearest, sums), priced);
    }

    /** As a call is billed: by its audio, otherwise by its characters, otherwise by its tokens. */
    private static BigDecimal at(ModelPrice price, UsageSums sums) {
        BigDecimal cost = amount(price, Measure.AUDIO, sums.billedAudioSeconds());
        if (cost.signum() == 0) {
            cost = amount(price, Measure.CHARACTERS, sums.characters());
        }
        if (cost.signum() == 0) {
            cost = amount(price, Measure.INPUT, sums.inputTokens())
                    .add(amount(price, Measure.OUTPUT, sums.outputTokens()));
        }
        return cost.setScale(RatedUsage.SCALE, RoundingMode.HALF_EVEN);
    }

    private static BigDecimal amount(ModelPrice price, Measure measure, long quantity) {
        return price.price(measure)
                .map(unit -> measure.unit().amount(BigDecimal.valueOf(quantity), unit))
                .orElse(BigDecimal.ZERO);
    }
}
