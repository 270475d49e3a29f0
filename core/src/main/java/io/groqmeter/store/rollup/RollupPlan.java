package io.groqmeter.store.rollup;

import io.groqmeter.store.Dimension;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * How a window is read from sums kept by the hour, the day and the month: the coarsest sums in the middle, finer ones towards
 * its ends, and rows only in the two hours it begins and ends inside of.
 *
 * @param spans the parts of the window in order of time, without gap or overlap; at most seven, none empty
 */
public record RollupPlan(List<Span> spans) {

    /** What a part of a window is read from. */
    public enum Grain {
        /** The records themselves. */
        ROW,
        /** Sums per {@link UsageCalendar#hour}. */
        HOUR,
        /** Sums per {@link UsageCalendar#day(Instant)}. */
        DAY,
        /** Sums per {@link UsageCalendar#month(Instant)}. */
        MONTH,
        /** Sums of everything, as a stretch that starts in 1970. */
        ALL
    }

    /**
     * A part of a window.
     *
     * @param grain what to read it from
     * @param window starts and ends where a stretch of that grain does: the sums wanted are those of the stretches that start
     *     in it
     */
    public record Span(Grain grain, Window window) {}

    public RollupPlan {
        spans = List.copyOf(spans);
    }

    /** The plan for a query in a calendar; grouping by a stretch of time asks for sums no coarser than that. */
    public static RollupPlan of(RollupQuery query, UsageCalendar calendar) {
        if (query.window().equals(Window.always()) && query.by().stream().noneMatch(Dimension::isTime)) {
            return new RollupPlan(List.of(new Span(Grain.ALL, query.window())));
        }
        Grain coarsest = query.by().contains(Dimension.HOUR)
                ? Grain.HOUR
                : query.by().contains(Dimension.DAY) ? Grain.DAY : Grain.MONTH;
        List<Span> spans = new ArrayList<>(7);
        split(query.window(), Grain.ROW, coarsest, calendar, spans);
        return new RollupPlan(spans);
    }

    private static void split(Window window, Grain grain, Grain coarsest, UsageCalendar calendar, List<Span> spans) {
        Window whole = grain == coarsest ? nothing(window) : whole(window, next(grain), calendar);
        if (isEmpty(whole)) {
            add(window, grain, spans);
            return;
        }
        add(new Window(window.start(), whole.start()), grain, spans);
        split(whole, next(grain), coarsest, calendar, spans);
        add(new Window(whole.end(), window.end()), grain, spans);
    }

    private static void add(Window window, Grain grain, List<Span> spans) {
        if (!isEmpty(window)) {
            spans.add(new Span(grain, window));
        }
    }

    /** The whole stretches of a grain inside a window, empty if there is none. */
    private static Window whole(Window window, Grain grain, UsageCalendar calendar) {
        Function<Instant, Window> stretch = stretch(grain, calendar);
        Window first = stretch.apply(window.start());
        Instant start = first.start().equals(window.start()) ? first.start() : first.end();
        Instant end = stretch.apply(window.end()).start();
        return start.isBefore(end) ? new Window(start, end) : nothing(window);
    }

    private static Function<Instant, Window> stretch(Grain grain, UsageCalendar calendar) {
        return switch (grain) {
            case ROW, ALL -> throw new IllegalArgumentException("no stretches are cut from " + grain);
            case HOUR -> calendar::hour;
            case DAY -> calendar::day;
            case MONTH -> calendar::month;
        };
    }

    private static Grain next(Grain grain) {
        return Grain.values()[grain.ordinal() + 1];
    }

    private static Window nothing(Window window) {
        return new Window(window.start(), window.start());
    }

    private static boolean isEmpty(Window window) {
        return window.start().equals(window.end());
    }
}
