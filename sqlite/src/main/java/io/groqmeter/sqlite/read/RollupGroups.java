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

/** The groups of one query's answer while they are added up: lines of one combination of labels each. Not thread-safe. */
final class RollupGroups {

    private final RollupQuery query;
    private final TimeBuckets stretches;
    private final List<Dimension> labels;
    private final Map<Map<Dimension, String>, Line> lines = new HashMap<>();
    private @Nullable Set<Map<Dimension, String>> wanted;

    /** The groups that differ only in their stretch of time. */
    final class Line {
        private final Map<Dimension, String> labels;
        private final Map<String, RunningSums> groups = new HashMap<>();
        private long lastStart = Long.MIN_VALUE;
        private RunningSums last = new RunningSums();

        Line(Map<Dimension, String> labels) {
            this.labels = labels;
        }

        /** The sums of the group that calls of a stretch of time belong to, which starts then. */
        RunningSums at(long startMillis) {
            if (startMillis != lastStart) {
                last = groups.computeIfAbsent(stretches.label(startMillis), none -> new RunningSums());
                lastStart = startMillis;
            }
            return last;
        }

        /** Over all stretches of time. */
        private UsageRollup whole() {
            RunningSums sums = new RunningSums();
            groups.values().forEach(sums::add);
            return new UsageRollup(labels, sums.sums());
        }

        private Optional<UsageRollup> of(String stretch) {
            return Optional.ofNullable(groups.get(stretch)).map(sums -> {
                Map<Dimension, String> group = new EnumMap<>(Dimension.class);
                group.putAll(labels);
                stretches.dimension().ifPresent(time -> group.put(time, stretch));
                return new UsageRollup(group, sums.sums());
            });
        }
    }

    RollupGroups(RollupQuery query, TimeBuckets stretches) {
        this.query = query;
        this.stretches = stretches;
        this.labels = query.by().stream().filter(by -> !by.isTime()).toList();
    }

    /** Leaves out all combinations of labels but these. */
    void keepOnly(Set<Map<Dimension, String>> combinations) {
        wanted = combinations;
    }

    /** The line of calls with these labels; empty when it is not wanted. */
    Optional<Line> line(Map<Dimension, String> said) {
        Map<Dimension, String> group = new EnumMap<>(Dimension.class);
        for (Dimension dimension : labels) {
            String label = said.get(dimension);
            if (label != null) {
                group.put(dimension, label);
            }
        }
        return wanted == null || wanted.contains(group)
                ? Optional.of(lines.computeIfAbsent(group, Line::new))
                : Optional.empty();
    }

    /** Adds a record, if it is among those asked for. */
    void add(UsageRecord record) {
        Instant startedAt = record.startedAt();
        if (query.window().contains(startedAt)) {
            Map<Dimension, String> labels = Dimension.labels(record);
            if (labels.entrySet().containsAll(query.only().entrySet())) {
                line(labels).ifPresent(line -> line.at(startedAt.toEpochMilli()).add(UsageSums.of(record)));
            }
        }
    }

    List<UsageRollup> inOrder() {
        List<Line> shown = inOrderOfLabels();
        Set<String> steps = new TreeSet<>();
        shown.forEach(line -> steps.addAll(line.groups.keySet()));
        List<UsageRollup> answer = new ArrayList<>();
        for (String step : steps) {
            shown.forEach(line -> line.of(step).ifPresent(answer::add));
        }
        // Where the stretch of time comes first, they are in order already, and this only looks.
        answer.sort(UsageRollup.inOrderOf(query.by()));
        return query.by().isEmpty() && answer.isEmpty() ? List.of(new UsageRollup(Map.of(), UsageSums.ZERO)) : answer;
    }

    private List<Line> inOrderOfLabels() {
        Map<UsageRollup, Line> wholes = new LinkedHashMap<>();
        lines.values().forEach(line -> wholes.put(line.whole(), line));
        return wholes.keySet().stream()
                .sorted(UsageRollup.dearestFirst(labels))
                .limit(query.most().orElse(Integer.MAX_VALUE))
                .sorted(UsageRollup.inOrderOf(labels))
                .map(wholes::get)
                .toList();
    }
}
