package io.groqmeter.report;

import io.groqmeter.store.Dimension;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.Remainder;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageSums;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.UsageBasis;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a query about usage: groups, their total, and how certain it all is. All from one snapshot, so that the parts add
 * up to the whole.
 *
 * @param query the query
 * @param groups the sums of each group, in the query's order
 * @param total the sums of all calls of the query
 * @param usageBasis the total by {@link io.groqmeter.usage.UsageBasis} label: how the quantities are known
 * @param priceBasis the total by {@link io.groqmeter.pricing.PriceBasis} label: where the prices came from
 * @param unsettled the unsettled calls of the query; their cost is not in the sums
 */
public record UsageBreakdown(
        RollupQuery query,
        List<UsageRollup> groups,
        UsageSums total,
        Map<String, UsageSums> usageBasis,
        Map<String, UsageSums> priceBasis,
        List<OpenCall> unsettled) {

    /** Queries a store. */
    public static UsageBreakdown of(UsageStore store, RollupQuery query) {
        RollupQuery bases =
                new RollupQuery(query.window(), List.of(Dimension.USAGE_BASIS, Dimension.PRICE_BASIS), query.only());
        List<List<UsageRollup>> answers = store.rollups(List.of(query, bases));
        List<UsageRollup> certainty = answers.get(1);
        return new UsageBreakdown(
                query,
                answers.get(0),
                certainty.stream().map(UsageRollup::sums).reduce(UsageSums.ZERO, UsageSums::plus),
                by(Dimension.USAGE_BASIS, certainty),
                by(Dimension.PRICE_BASIS, certainty),
                store.openCalls().stream()
                        .filter(call -> call.unsettled() != null && asked(call, query))
                        .toList());
    }

    /**
     * The least that the calls of the query can have cost, in US dollars: what Groq reported, what people resolved, and what follows
     * from the request alone. An unresolved estimate may be too high, so it does not count.
     */
    public BigDecimal leastCost() {
        return unsettled.stream()
                .map(Remainder::counted)
                .reduce(total.cost(), BigDecimal::subtract)
                .max(BigDecimal.ZERO);
    }

    /** The most they can have cost, in US dollars; empty if one of the calls whose usage is not known has no bound. */
    public Optional<BigDecimal> mostCost() {
        return unsettled.stream().allMatch(call -> call.worstCaseCost().isPresent())
                ? Optional.of(total.cost().add(OpenCall.worstCase(unsettled)))
                : Optional.empty();
    }

    /** The sums of each value of a dimension that every rollup has, in the order of the values. */
    static Map<String, UsageSums> by(Dimension dimension, List<UsageRollup> rollups) {
        Map<String, UsageSums> sums = new TreeMap<>();
        for (UsageRollup rollup : rollups) {
            String value = Objects.requireNonNull(rollup.group().get(dimension), "every record has its bases");
            sums.merge(value, rollup.sums(), UsageSums::plus);
        }
        return sums;
    }

    /** Whether an open call matches the query. Its bases are not known yet, so a query for one excludes it;
     * a remainder goes with its record. */
    private static boolean asked(OpenCall call, RollupQuery query) {
        return query.window().contains(call.startedAt())
                && query.only().entrySet().stream()
                        .allMatch(only -> Objects.equals(said(call, only.getKey()), only.getValue()));
    }

    private static @Nullable String said(OpenCall call, Dimension dimension) {
        Attribution attribution = call.attribution();
        return switch (dimension) {
            case MODEL -> call.requestModel();
            case KEY -> attribution.key();
            case PROJECT -> attribution.project();
            case USER -> attribution.user();
            case ENDPOINT -> call.endpoint().label();
            case USAGE_BASIS ->
                Remainder.recordOf(call).isEmpty()
                        ? null
                        : (Remainder.counted(call).signum() == 0 ? UsageBasis.UNKNOWN : UsageBasis.ESTIMATED).label();
            default -> null;
        };
    }
}
