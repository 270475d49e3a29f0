package io.groqmeter.jdbc;

import io.groqmeter.store.Dimension;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.time.Instant;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The stretch of time groups are told apart by, if any, and its label for any instant. Not thread-safe. */
final class Stretches {

    private final Optional<Dimension> time;
    private final UsageCalendar calendar;
    private final Map<Instant, String> labels = new HashMap<>();

    Stretches(List<Dimension> by, UsageCalendar calendar) {
        this.time = by.stream().filter(Dimension::isTime).findFirst();
        this.calendar = calendar;
    }

    /** Adds the label of the stretch an instant lies in to a group. */
    void put(Map<Dimension, String> group, Instant instant) {
        time.ifPresent(
                dimension -> group.put(dimension, labels.computeIfAbsent(instant, each -> label(dimension, each))));
    }

    /** Whether all instants of a window, which is not empty, lie in one stretch. */
    boolean haveOneLabel(Window window) {
        return time.map(dimension -> label(dimension, window.start())
                        .equals(label(dimension, window.end().minusNanos(1))))
                .orElse(true);
    }

    private String label(Dimension dimension, Instant instant) {
        return switch (dimension) {
            case HOUR -> calendar.hour(instant).start().toString();
            case DAY -> calendar.date(instant).toString();
            case MONTH -> YearMonth.from(calendar.date(instant)).toString();
            default -> throw new IllegalArgumentException(dimension.label() + " is no stretch of time");
        };
    }
}
