package io.groqmeter.store.rollup;

import io.groqmeter.store.Dimension;
import io.groqmeter.store.rollup.RollupPlan.Grain;
import io.groqmeter.store.rollup.RollupPlan.Span;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;

/**
 * Cells held in memory per hour, day and month, for all of time, and per combination of labels. Not thread-safe.
 *
 * @param <C> what is in a cell
 */
final class TimeTable<C> {

    private static final List<Grain> LEVELS = List.of(Grain.HOUR, Grain.DAY, Grain.MONTH, Grain.ALL);

    private final UsageCalendar calendar;
    private final Supplier<C> nothing;
    private final BinaryOperator<C> plus;
    private final Map<Grain, NavigableMap<Instant, Map<Map<Dimension, String>, C>>> levels = new EnumMap<>(Grain.class);
    private Stretches latest;

    /**
     * @param nothing makes a cell to begin with
     * @param plus adds its second cell to its first, which it may change and return
     */
    TimeTable(UsageCalendar calendar, Supplier<C> nothing, BinaryOperator<C> plus) {
        this.calendar = calendar;
        this.nothing = nothing;
        this.plus = plus;
        this.latest = Stretches.around(Instant.EPOCH, calendar);
        LEVELS.forEach(grain -> levels.put(grain, new TreeMap<>()));
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

    /** Takes what a cell holds, and where its stretch of time starts. */
    @FunctionalInterface
    interface CellReader<C> {
        void cell(Instant start, Map<Dimension, String> labels, C cell);
    }

    /** Adds to the cells of those labels in the stretches around an instant. */
    void add(Instant instant, Map<Dimension, String> labels, C cell) {
        if (!latest.hour().contains(instant)) {
            latest = Stretches.around(instant, calendar);
        }
        for (Grain grain : LEVELS) {
            level(grain)
                    .computeIfAbsent(latest.start(grain), start -> new HashMap<>())
                    .compute(labels, (same, kept) -> plus.apply(kept == null ? nothing.get() : kept, cell));
        }
    }

    /** Reads the cells of a span of {@link Grain#HOUR} or coarser. */
    void read(Span span, CellReader<C> reader) {
        level(span.grain())
                .subMap(span.window().start(), span.window().end())
                .forEach((start, cells) -> cells.forEach((labels, cell) -> reader.cell(start, labels, cell)));
    }

    private NavigableMap<Instant, Map<Map<Dimension, String>, C>> level(Grain grain) {
        return Objects.requireNonNull(levels.get(grain));
    }
}
