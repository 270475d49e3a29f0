package io.groqmeter.sqlite.read;

import io.groqmeter.sqlite.rollup.RunningSums;
import io.groqmeter.store.Dimension;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.store.UsageSums;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The groups of a rollup query's answer while it is calculated. Not thread-safe. */
final class RollupGroups {

    private final RollupQuery query;
    private final TimeBuckets buckets;
    private final List<Dimension> labels;
    private final Map<Map<Dimension, String>, Group> groups = new HashMap<>();
    private @Nullable Set<Map<Dimension, String>> wanted;

    /** The sums of one combination of labels, by time bucket. */
    final class Group {
        private final Map<Dimension, String> labels;
        private final Map<String, RunningSums> sums = new HashMap<>();
        private long lastStart = Long.MIN_VALUE;
        private RunningSums last = new RunningSums();

        Group(Map<Dimension, String> labels) {
            this.labels = labels;
        }

        /** The sums of the bucket that a time is in. */
        RunningSums at(long startMillis) {
            if (startMillis != lastStart) {
                last = sums.computeIfAbsent(buckets.label(startMillis), none -> new RunningSums());
                lastStart = startMillis;
            }
            return last;
        }

        /** Over all buckets. */
        private UsageRollup total() {
            RunningSums total = new RunningSums();
            sums.values().forEach(total::add);
            return new UsageRollup(labels, total.sums());
        }

        private Optional<UsageRollup> of(String bucket) {
            return Optional.ofNullable(sums.get(bucket)).map(found -> {
                Map<Dimension, String> group = new EnumMap<>(Dimension.class);
                group.putAll(labels);
                buckets.dimension().ifPresent(time -> group.put(time, bucket));
                return new UsageRollup(group, found.sums());
            });
        }
    }

    RollupGroups(RollupQuery query, TimeBuckets buckets) {
        this.query = query;
        this.buckets = buckets;
        this.labels = query.by().stream().filter(by -> !by.isTime()).toList();
    }

    /** Ignores all combinations of labels but these. */
    void keepOnly(Set<Map<Dimension, String>> combinations) {
        wanted = combinations;
    }

    /** The group of calls with these labels; empty when it is ignored. */
    Optional<Group> group(Map<Dimension, String> all) {
        Map<Dimension, String> group = new EnumMap<>(Dimension.class);
        for (Dimension dimension : labels) {
            String label = all.get(dimension);
            if (label != null) {
                group.put(dimension, label);
            }
        }
        return wanted == null || wanted.contains(group)
                ? Optional.of(groups.computeIfAbsent(group, Group::new))
                : Optional.empty();
    }

    /** Adds a record, if the query asks for it. */
    void add(UsageRecord record) {
        Instant startedAt = record.startedAt();
        if (query.window().contains(startedAt)) {
            Map<Dimension, String> labels = Dimension.labels(record);
            if (labels.entrySet().containsAll(query.only().entrySet())) {
                group(labels)
                        .ifPresent(group -> group.at(startedAt.toEpochMilli()).add(UsageSums.of(record)));
            }
        }
    }

    List<UsageRollup> sorted() {
        List<Group> ranked = sortedByLabels();
        Set<String> inTime = new TreeSet<>();
        ranked.forEach(group -> inTime.addAll(group.sums.keySet()));
        List<UsageRollup> answer = new ArrayList<>();
        for (String bucket : inTime) {
            ranked.forEach(group -> group.of(bucket).ifPresent(answer::add));
        }
        // Where time is the first dimension they are in order already.
        answer.sort(UsageRollup.inOrderOf(query.by()));
        return query.by().isEmpty() && answer.isEmpty() ? List.of(new UsageRollup(Map.of(), UsageSums.ZERO)) : answer;
    }

    private List<Group> sortedByLabels() {
        Map<UsageRollup, Group> totals = new LinkedHashMap<>();
        groups.values().forEach(group -> totals.put(group.total(), group));
        return totals.keySet().stream()
                .sorted(UsageRollup.dearestFirst(labels))
                .limit(query.most().orElse(Integer.MAX_VALUE))
                .sorted(UsageRollup.inOrderOf(labels))
                .map(totals::get)
                .toList();
    }
}
