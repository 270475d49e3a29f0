package io.groqmeter.store;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The times of a group of calls.
 *
 * @param group the group's value per dimension asked for; a dimension the records say nothing about is missing
 * @param latencies the times; at least one is known
 */
public record LatencyRollup(Map<Dimension, String> group, Latencies latencies) {
    public LatencyRollup {
        group = Map.copyOf(group);
    }

    /** As {@link UsageRollup#inOrderOf}. */
    static Comparator<LatencyRollup> inOrderOf(List<Dimension> by) {
        Comparator<UsageRollup> order = UsageRollup.inOrderOf(by);
        return (one, other) ->
                order.compare(new UsageRollup(one.group, UsageSums.ZERO), new UsageRollup(other.group, UsageSums.ZERO));
    }

    /** The groups in a query's order, without those of which no time is known. */
    public static List<LatencyRollup> inOrder(Map<Map<Dimension, String>, Latencies> groups, List<Dimension> by) {
        return groups.entrySet().stream()
                .filter(group -> !group.getValue().isEmpty())
                .map(group -> new LatencyRollup(group.getKey(), group.getValue()))
                .sorted(inOrderOf(by))
                .toList();
    }
}
