package io.groqmeter.store;

import io.groqmeter.store.RollupPlan.Grain;
import io.groqmeter.store.RollupPlan.Span;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.time.Instant;
import java.time.YearMonth;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Sums held in memory per hour, day and month and per combination of the other dimensions, kept up to date record by record.
 *
 * <p>What a query costs grows with the months of its window and the combinations in them, not with records. Not thread-safe:
 * the store that owns it guards it.
 */
public final class RollupTable {

    private static final List<Grain> LEVELS = List.of(Grain.HOUR, Grain.DAY, Grain.MONTH, Grain.ALL);

    private final UsageCalendar calendar;
    private final Map<Grain, NavigableMap<Instant, Map<Map<Dimension, String>, UsageSums>>> levels =
            new EnumMap<>(Grain.class);
    private final Map<Grain, NavigableMap<Instant, Map<Map<Dimension, String>, Latencies>>> latencies =
            new EnumMap<>(Grain.class);
    private Stretches latest;

    public RollupTable(UsageCalendar calendar) {
        this.calendar = calendar;
        this.latest = Stretches.around(Instant.EPOCH, calendar);
        LEVELS.forEach(grain -> {
            levels.put(grain, new TreeMap<>());
            latencies.put(grain, new TreeMap<>());
        });
    }

    /** The hour, day and month around an instant; neighbours in a log mostly share them. */
    private record Stretches(Window hour, Window day, Window month) {

        static Stretches around(Instant instant, UsageCalendar calendar) {
            return new Stretches(calendar.hour(instant), calendar.day(instant), calendar.month(instant));
        }

        Instant start(Grain grain) {
            return switch (grain) {
                case ROW -> throw new IllegalArgumentException("a row has no stretch of time");
                case HOUR -> hour.start();
                case DAY -> day.start();
                case MONTH -> month.start();
                case ALL -> Instant.EPOCH;
            };
        }
    }

    /** Where the records of the hours at a window's ends are read from. */
    @FunctionalInterface
    public interface Rows {
        /** Hands every record that starts in the window to the action, in any order. */
        void in(Window window, Consumer<UsageRecord> action);
    }

    /** Adds a record to the sums of its hour, day and month, and of everything. */
    public void add(UsageRecord record) {
        if (!latest.hour().contains(record.startedAt())) {
            latest = Stretches.around(record.startedAt(), calendar);
        }
        Map<Dimension, String> labels = Dimension.labels(record);
        UsageSums sums = UsageSums.of(record);
        for (Grain grain : LEVELS) {
            level(grain)
                    .computeIfAbsent(latest.start(grain), start -> new HashMap<>())
                    .merge(labels, sums, UsageSums::plus);
        }
        Latencies times = new Latencies();
        times.add(record);
        if (!times.isEmpty()) {
            Map<Dimension, String> model = model(labels);
            for (Grain grain : LEVELS) {
                Objects.requireNonNull(latencies.get(grain))
                        .computeIfAbsent(latest.start(grain), start -> new HashMap<>())
                        .computeIfAbsent(model, none -> new Latencies())
                        .addAll(times);
            }
        }
    }

    private static Map<Dimension, String> model(Map<Dimension, String> labels) {
        String model = labels.get(Dimension.MODEL);
        return model == null ? Map.of() : Map.of(Dimension.MODEL, model);
    }

    /** Answers a query as {@link UsageStore#rollup} promises. */
    public List<UsageRollup> rollup(RollupQuery query, Rows rows) {
        Map<Map<Dimension, String>, UsageSums> groups = new HashMap<>();
        if (query.by().isEmpty()) {
            groups.put(Map.of(), UsageSums.ZERO);
        }
        for (Span span : RollupPlan.of(query, calendar).spans()) {
            read(span, rows, (start, cell) -> {
                if (cell.labels().entrySet().containsAll(query.only().entrySet())) {
                    groups.merge(group(query.by(), start, cell.labels()), cell.sums(), UsageSums::plus);
                }
            });
        }
        return groups.entrySet().stream()
                .map(group -> new UsageRollup(group.getKey(), group.getValue()))
                .sorted(UsageRollup.inOrderOf(query.by()))
                .toList();
    }

    /** Answers a query as {@link UsageStore#latencies} promises. */
    public List<LatencyRollup> latencies(RollupQuery query, Rows rows) {
        Map<Map<Dimension, String>, Latencies> groups = new HashMap<>();
        for (Span span : RollupPlan.of(query.requireModelsOnly(), calendar).spans()) {
            readLatencies(span, rows, (start, cell) -> {
                if (cell.model().entrySet().containsAll(query.only().entrySet())) {
                    groups.computeIfAbsent(group(query.by(), start, cell.model()), group -> new Latencies())
                            .addAll(cell.latencies());
                }
            });
        }
        return LatencyRollup.inOrder(groups, query.by());
    }

    private record LatencyCell(Map<Dimension, String> model, Latencies latencies) {}

    private void readLatencies(Span span, Rows rows, BiConsumer<Instant, LatencyCell> action) {
        if (span.grain() == Grain.ROW) {
            rows.in(span.window(), record -> {
                Latencies times = new Latencies();
                times.add(record);
                action.accept(record.startedAt(), new LatencyCell(model(Dimension.labels(record)), times));
            });
            return;
        }
        Objects.requireNonNull(latencies.get(span.grain()))
                .subMap(span.window().start(), span.window().end())
                .forEach((start, cells) ->
                        cells.forEach((model, times) -> action.accept(start, new LatencyCell(model, times))));
    }

    private record Cell(Map<Dimension, String> labels, UsageSums sums) {}

    private void read(Span span, Rows rows, BiConsumer<Instant, Cell> action) {
        Window window = span.window();
        if (span.grain() == Grain.ROW) {
            rows.in(
                    window,
                    record -> action.accept(
                            record.startedAt(), new Cell(Dimension.labels(record), UsageSums.of(record))));
            return;
        }
        level(span.grain())
                .subMap(window.start(), window.end())
                .forEach((start, cells) ->
                        cells.forEach((labels, sums) -> action.accept(start, new Cell(labels, sums))));
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

    private NavigableMap<Instant, Map<Map<Dimension, String>, UsageSums>> level(Grain grain) {
        return Objects.requireNonNull(levels.get(grain));
    }
}
