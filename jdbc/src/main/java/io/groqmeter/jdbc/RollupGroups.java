package io.groqmeter.jdbc;

import io.groqmeter.store.Dimension;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.store.UsageSums;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The groups of one query's answer while they are added up. Not thread-safe. */
final class RollupGroups {

    private final RollupQuery query;
    private final Stretches stretches;
    private final Map<Map<Dimension, String>, UsageSums> groups = new HashMap<>();

    RollupGroups(RollupQuery query, Stretches stretches) {
        this.query = query;
        this.stretches = stretches;
        if (query.by().isEmpty()) {
            groups.put(Map.of(), UsageSums.ZERO);
        }
    }

    /**
     * Adds sums to the group they belong to.
     *
     * @param labels the group's values, without the stretch of time; is kept and completed
     * @param start the start of a stretch of time that lies in the group's
     */
    void add(Map<Dimension, String> labels, Instant start, UsageSums sums) {
        stretches.put(labels, start);
        groups.merge(labels, sums, UsageSums::plus);
    }

    /** Adds a record, if it is among those asked for. */
    void add(UsageRecord record) {
        if (!query.window().contains(record.startedAt())) {
            return;
        }
        Map<Dimension, String> labels = Dimension.labels(record);
        if (labels.entrySet().containsAll(query.only().entrySet())) {
            Map<Dimension, String> group = new EnumMap<>(labels);
            group.keySet().retainAll(query.by());
            add(group, record.startedAt(), UsageSums.of(record));
        }
    }

    List<UsageRollup> inOrder() {
        return groups.entrySet().stream()
                .map(group -> new UsageRollup(group.getKey(), group.getValue()))
                .sorted(UsageRollup.inOrderOf(query.by()))
                .toList();
    }
}
