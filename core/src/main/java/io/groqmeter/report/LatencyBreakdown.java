package io.groqmeter.report;

import io.groqmeter.store.Latencies;
import io.groqmeter.store.LatencyRollup;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageStore;
import java.util.List;

/**
 * The answer to a query about the latency of calls.
 *
 * @param groups the latency of each group, in the query's order
 * @param total the latency of all calls of the query
 */
public record LatencyBreakdown(RollupQuery query, List<LatencyRollup> groups, Latencies total) {

    /**
     * Queries a store.
     *
     * @throws IllegalArgumentException when the query names more than the model and a window
     */
    public static LatencyBreakdown of(UsageStore store, RollupQuery query) {
        List<LatencyRollup> groups = store.latencies(query);
        Latencies total = new Latencies();
        groups.forEach(group -> total.addAll(group.latencies()));
        return new LatencyBreakdown(query, groups, total);
    }
}
