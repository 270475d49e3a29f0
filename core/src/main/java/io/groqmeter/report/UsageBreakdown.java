package io.groqmeter.report;

import io.groqmeter.store.Dimension;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageSums;
import io.groqmeter.usage.Attribution;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a question about usage: groups, their total, and how certain it all is. All of one moment, so that the parts add
 * up to the whole.
 *
 * @param query the question
 * @param groups the sums of each group, in the query's order
 * @param total the sums of everything asked for
 * @param usageBasis the total by {@link io.groqmeter.usage.UsageBasis} label: how the quantities are known
 * @param priceBasis the total by {@link io.groqmeter.pricing.PriceBasis} label: where the prices came from
 * @param unsettled the calls asked for that will not settle by themselves; their cost is not in the sums
 */
public record UsageBreakdown(
        RollupQuery query,
        List<UsageRollup> groups,
        UsageSums total,
        Map<String, UsageSums> usageBasis,
        Map<String, UsageSums> priceBasis,
        List<OpenCall> unsettled) {

    /** Asks a store. */
    public static UsageBreakdown of(UsageStore store, RollupQuery query) {
        List<Dimension> finest = new ArrayList<>(query.by());
        for (Dimension basis : List.of(Dimension.USAGE_BASIS, Dimension.PRICE_BASIS)) {
            if (!finest.contains(basis)) {
                finest.add(basis);
            }
        }
        List<UsageRollup> rollups = store.rollup(new RollupQuery(query.window(), finest, query.only()));
        return new UsageBreakdown(
                query,
                groups(rollups, query.by()),
                rollups.stream().map(UsageRollup::sums).reduce(UsageSums.ZERO, UsageSums::plus),
                by(Dimension.USAGE_BASIS, rollups),
                by(Dimension.PRICE_BASIS, rollups),
                store.openCalls().stream()
                        .filter(call -> call.unsettled() != null && asked(call, query))
                        .toList());
    }

    private static List<UsageRollup> groups(List<UsageRollup> rollups, List<Dimension> by) {
        Map<Map<Dimension, String>, UsageSums> sums = new LinkedHashMap<>();
        for (UsageRollup rollup : rollups) {
            Map<Dimension, String> group = new EnumMap<>(Dimension.class);
            group.putAll(rollup.group());
            group.keySet().retainAll(by);
            sums.merge(group, rollup.sums(), UsageSums::plus);
        }
        return sums.entrySet().stream()
                .map(entry -> new UsageRollup(entry.getKey(), entry.getValue()))
                .sorted(UsageRollup.inOrderOf(by))
                .toList();
    }

    private static Map<String, UsageSums> by(Dimension dimension, List<UsageRollup> rollups) {
        Map<String, UsageSums> sums = new TreeMap<>();
        for (UsageRollup rollup : rollups) {
            String value = Objects.requireNonNull(rollup.group().get(dimension), "every record has its bases");
            sums.merge(value, rollup.sums(), UsageSums::plus);
        }
        return sums;
    }

    /** Whether an open call is among those asked for. Its bases are not known yet, so a question for one does not mean it. */
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
            default -> null;
        };
    }
}
