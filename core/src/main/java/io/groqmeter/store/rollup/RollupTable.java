package io.groqmeter.store.rollup;

import io.groqmeter.store.Dimension;
import io.groqmeter.store.Latencies;
import io.groqmeter.store.LatencyRollup;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageSums;
import io.groqmeter.store.rollup.RollupPlan.Grain;
import io.groqmeter.store.rollup.RollupPlan.Span;
import io.groqmeter.store.rollup.TimeTable.CellReader;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.time.Instant;
import java.time.YearMonth;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sums and times held in memory per hour, day, month and altogether: sums per combination of the other dimensions, times per model.
 * Kept up to date record by record.
 *
 * <p>What a query costs grows with the months of its window and the combinations in them, not with records. Not thread-safe:
 * the store that owns it guards it.
 */
public final class RollupTable {

    private final UsageCalendar calendar;
    private final TimeTable<UsageSums> sums;
    private final TimeTable<Latencies> latencies;

    public RollupTable(UsageCalendar calendar) {
        this.calendar = calendar;
        this.sums = new TimeTable<>(calendar, () -> UsageSums.ZERO, UsageSums::plus);
        this.latencies = new TimeTable<>(calendar, Latencies::new, (all, more) -> {
            all.addAll(more);
            return all;
        });
    }

    /** Where the records of the hours at a window's ends are read from. */
    @FunctionalInterface
    public interface Rows {
        /** Hands every record that starts in the window to the action, in any order. */
        void in(Window window, Consumer<UsageRecord> action);
    }

    /** Adds a record. */
    public void add(UsageRecord record) {
        Map<Dimension, String> labels = Dimension.labels(record);
        sums.add(record.startedAt(), labels, UsageSums.of(record));
        Latencies times = times(record);
        if (!times.isEmpty()) {
            latencies.add(record.startedAt(), model(labels), times);
        }
    }

    /** Answers a query as {@link UsageStore#rollups} promises. */
    public List<UsageRollup> rollup(RollupQuery query, Rows rows) {
        Map<Map<Dimension, String>, UsageSums> groups = new HashMap<>();
        if (query.by().isEmpty()) {
            groups.put(Map.of(), UsageSums.ZERO);
        }
        CellReader<UsageSums> add = (start, labels, cell) -> {
            if (labels.entrySet().containsAll(query.only().entrySet())) {
                groups.merge(group(query.by(), start, labels), cell, UsageSums::plus);
            }
        };
        for (Span span : RollupPlan.of(query, calendar).spans()) {
            if (span.grain() == Grain.ROW) {
                rows.in(
                        span.window(),
                        record -> add.cell(record.startedAt(), Dimension.labels(record), UsageSums.of(record)));
            } else {
                sums.read(span, add);
            }
        }
        Stream<UsageRollup> rollups =
                groups.entrySet().stream().map(group -> new UsageRollup(group.getKey(), group.getValue()));
        return dearest(rollups.toList(), query).stream()
                .sorted(UsageRollup.inOrderOf(query.by()))
                .toList();
    }

    private static List<UsageRollup> dearest(List<UsageRollup> rollups, RollupQuery query) {
        if (query.most().isEmpty()) {
            return rollups;
        }
        List<Dimension> labels = query.labels();
        Map<Map<Dimension, String>, UsageSums> wholes = new HashMap<>();
        rollups.forEach(rollup -> wholes.merge(labels(rollup, labels), rollup.sums(), UsageSums::plus));
        Set<Map<Dimension, String>> wanted = wholes.entrySet().stream()
                .map(whole -> new UsageRollup(whole.getKey(), whole.getValue()))
                .sorted(UsageRollup.dearestFirst(labels))
                .limit(query.most().getAsInt())
                .map(UsageRollup::group)
                .collect(Collectors.toSet());
        return rollups.stream()
                .filter(rollup -> wanted.contains(labels(rollup, labels)))
                .toList();
    }

    private static Map<Dimension, String> labels(UsageRollup rollup, List<Dimension> labels) {
        Map<Dimension, String> group = new HashMap<>(rollup.group());
        group.keySet().retainAll(labels);
        return group;
    }

    /** Answers a query as {@link UsageStore#latencies} promises. */
    public List<LatencyRollup> latencies(RollupQuery query, Rows rows) {
        Map<Map<Dimension, String>, Latencies> groups = new HashMap<>();
        CellReader<Latencies> add = (start, model, cell) -> {
            if (model.entrySet().containsAll(query.only().entrySet())) {
                groups.computeIfAbsent(group(query.by(), start, model), none -> new Latencies())
                        .addAll(cell);
            }
        };
        for (Span span : RollupPlan.of(query.requireModelsOnly(), calendar).spans()) {
            if (span.grain() == Grain.ROW) {
                rows.in(
                        span.window(),
                        record -> add.cell(record.startedAt(), model(Dimension.labels(record)), times(record)));
            } else {
                latencies.read(span, add);
            }
        }
        return LatencyRollup.inOrder(groups, query.by());
    }

    private static Latencies times(UsageRecord record) {
        Latencies times = new Latencies();
        times.add(record);
        return times;
    }

    private static Map<Dimension, String> model(Map<Dimension, String> labels) {
        String model = labels.get(Dimension.MODEL);
        return model == null ? Map.of() : Map.of(Dimension.MODEL, model);
    }

    private Map<Dimension, String> group(List<Dimension> by, Instant start, Map<Dimension, String> labels) {
        Map<Dimension, String> group = new EnumMap<>(Dimension.class);
        for (Dimension dimension : by) {
            String label =
                    switch (dimension) {
                        case HOUR -> calendar.hour(start).start().toString();
                        case DAY -> calendar.date(start).toString();
                        case MONTH -> YearMonth.from(calendar.date(start)).toString();
                        default -> labels.get(dimension);
                    };
            if (label != null) {
                group.put(dimension, label);
            }
        }
        return group;
    }
}
