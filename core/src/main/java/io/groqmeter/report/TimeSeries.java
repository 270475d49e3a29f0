package io.groqmeter.report;

import io.groqmeter.store.Dimension;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageSums;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Usage over time: the sums of every hour, day or month of a window, in total and for the groups with the highest cost.
 *
 * @param window the requested window, cut to the hours, days or months that have steps
 * @param steps the label of each step, without gaps
 * @param total the sums of each step
 * @param lines the groups with the highest cost, highest first
 * @param rest all other groups together; empty when there are none
 */
public record TimeSeries(
        Window window, List<String> steps, List<UsageSums> total, List<Line> lines, Optional<Line> rest) {

    /** The most steps in one answer: 41 days by the hour. */
    public static final int MOST_STEPS = 1_000;

    /**
     * A group over time.
     *
     * @param value the group's value; null for calls without one, and for the rest
     * @param sums of the whole window
     * @param steps the sums of each step
     */
    public record Line(@Nullable String value, UsageSums sums, List<UsageSums> steps) {}

    public TimeSeries {
        steps = List.copyOf(steps);
        total = List.copyOf(total);
        lines = List.copyOf(lines);
    }

    /** Which steps are included. */
    public enum Extent {
        /** From the first step with a call to the last. */
        USED,
        /** All steps of the window, also before the first call and after the last. */
        WINDOW
    }

    /**
     * Queries a store.
     *
     * @param step hour, day or month
     * @param extent which steps
     * @param by what the lines are grouped by; empty for the total only
     * @param most how many lines
     * @throws IllegalArgumentException when there would be more than {@link #MOST_STEPS} steps
     */
    public static TimeSeries of(
            UsageStore store,
            Window window,
            Dimension step,
            Extent extent,
            Optional<Dimension> by,
            Map<Dimension, String> only,
            int most) {
        RollupQuery whole = new RollupQuery(window, List.of(step), only);
        // One line more than wanted shows whether there is a rest.
        List<RollupQuery> queries = by.map(dimension ->
                        List.of(whole, new RollupQuery(window, List.of(step, dimension), only).dearest(most + 1)))
                .orElse(List.of(whole));
        List<List<UsageRollup>> answers = store.rollups(queries);
        List<String> steps = extent == Extent.WINDOW
                ? steps(window, step, store.calendar())
                : steps(answers.get(0), step, store.calendar());
        UsageSums[] total = columns(answers.get(0), step, steps);
        List<Line> lines = by.map(dimension -> lines(answers.get(1), step, dimension, steps))
                .orElse(List.of());
        List<Line> shown = lines.subList(0, Math.min(most, lines.size()));
        return new TimeSeries(
                window(window, steps, step, store.calendar()),
                steps,
                Arrays.asList(total),
                shown,
                lines.size() > most ? Optional.of(rest(total, shown)) : Optional.empty());
    }

    /** The highest cost first. */
    private static List<Line> lines(List<UsageRollup> groups, Dimension step, Dimension by, List<String> steps) {
        Map<Optional<String>, List<UsageRollup>> byValue = groups.stream()
                .collect(Collectors.groupingBy(
                        group -> Optional.ofNullable(group.group().get(by))));
        return byValue.entrySet().stream()
                .map(line -> line(line.getKey().orElse(null), columns(line.getValue(), step, steps)))
                .sorted(Comparator.comparing((Line line) -> line.sums().cost())
                        .thenComparing(line -> line.sums().calls())
                        .reversed()
                        .thenComparing(Line::value, Comparator.nullsFirst(Comparator.naturalOrder())))
                .toList();
    }

    private static UsageSums[] columns(List<UsageRollup> groups, Dimension step, List<String> steps) {
        Map<String, Integer> places = new HashMap<>();
        steps.forEach(label -> places.put(label, places.size()));
        UsageSums[] columns = zeros(steps.size());
        for (UsageRollup group : groups) {
            columns[places.getOrDefault(String.valueOf(group.group().get(step)), 0)] = group.sums();
        }
        return columns;
    }

    private static Line rest(UsageSums[] total, List<Line> shown) {
        UsageSums[] rest = total.clone();
        for (Line line : shown) {
            for (int step = 0; step < rest.length; step++) {
                rest[step] = rest[step].minus(line.steps().get(step));
            }
        }
        return line(null, rest);
    }

    private static Line line(@Nullable String value, UsageSums[] steps) {
        return new Line(value, Arrays.stream(steps).reduce(UsageSums.ZERO, UsageSums::plus), List.of(steps));
    }

    private static UsageSums[] zeros(int count) {
        UsageSums[] zeros = new UsageSums[count];
        Arrays.fill(zeros, UsageSums.ZERO);
        return zeros;
    }

    /** The labels from the first group's to the last's, without gaps. */
    private static List<String> steps(List<UsageRollup> groups, Dimension step, UsageCalendar calendar) {
        if (groups.isEmpty()) {
            return List.of();
        }
        String first = String.valueOf(groups.get(0).group().get(step));
        String last = String.valueOf(groups.get(groups.size() - 1).group().get(step));
        Window used = new Window(
                step(first, step, calendar).start(), step(last, step, calendar).end());
        return steps(used, step, calendar);
    }

    /** The labels of all steps that a window touches. */
    private static List<String> steps(Window window, Dimension step, UsageCalendar calendar) {
        List<String> steps = new ArrayList<>();
        for (Instant next = window.start(); next.isBefore(window.end()); ) {
            if (steps.size() == MOST_STEPS) {
                throw new IllegalArgumentException("more than " + MOST_STEPS + " steps of one " + step.label()
                        + "; ask for a shorter window or longer steps");
            }
            Window period = around(next, step, calendar);
            steps.add(label(period.start(), step, calendar));
            next = period.end();
        }
        return steps;
    }

    private static Window around(Instant instant, Dimension step, UsageCalendar calendar) {
        return switch (step) {
            case HOUR -> calendar.hour(instant);
            case DAY -> calendar.day(instant);
            case MONTH -> calendar.month(instant);
            default -> throw new IllegalArgumentException(step.label() + " is not a step of time");
        };
    }

    private static Window window(Window asked, List<String> steps, Dimension step, UsageCalendar calendar) {
        if (steps.isEmpty()) {
            return new Window(asked.start(), asked.start());
        }
        Instant first = step(steps.get(0), step, calendar).start();
        Instant last = step(steps.get(steps.size() - 1), step, calendar).end();
        return new Window(
                first.isAfter(asked.start()) ? first : asked.start(), last.isBefore(asked.end()) ? last : asked.end());
    }

    private static Window step(String label, Dimension step, UsageCalendar calendar) {
        return switch (step) {
            case HOUR -> calendar.hour(Instant.parse(label));
            case DAY -> Period.day(label).window(calendar);
            case MONTH -> Period.month(label).window(calendar);
            default -> throw new IllegalArgumentException(step.label() + " is not a step of time");
        };
    }

    private static String label(Instant start, Dimension step, UsageCalendar calendar) {
        return switch (step) {
            case HOUR -> start.toString();
            case DAY -> calendar.date(start).toString();
            case MONTH -> YearMonth.from(calendar.date(start)).toString();
            default -> throw new IllegalArgumentException(step.label() + " is not a step of time");
        };
    }
}
