package io.groqmeter.sqlite.read;

import io.groqmeter.store.Dimension;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The time buckets of a query, if it has any, and their labels. Not thread-safe. */
final class TimeBuckets {

    private final Optional<Dimension> time;
    private final UsageCalendar calendar;
    private final NavigableMap<Long, Bucket> known = new TreeMap<>();

    private record Bucket(long endMillis, String label) {}

    TimeBuckets(List<Dimension> by, UsageCalendar calendar) {
        this.time = by.stream().filter(Dimension::isTime).findFirst();
        this.calendar = calendar;
    }

    /** Hour, day or month; empty when the query has no dimension of time. */
    Optional<Dimension> dimension() {
        return time;
    }

    /** The label of the bucket that a time is in; an empty one where there are no buckets. */
    String label(long millis) {
        if (time.isEmpty()) {
            return "";
        }
        Map.Entry<Long, Bucket> before = known.floorEntry(millis);
        if (before != null && millis < before.getValue().endMillis()) {
            return before.getValue().label();
        }
        Instant instant = Instant.ofEpochMilli(millis);
        Window window =
                switch (time.get()) {
                    case HOUR -> calendar.hour(instant);
                    case DAY -> calendar.day(instant);
                    default -> calendar.month(instant);
                };
        String label =
                switch (time.get()) {
                    case HOUR -> window.start().toString();
                    case DAY -> calendar.date(instant).toString();
                    default -> YearMonth.from(calendar.date(instant)).toString();
                };
        known.put(window.start().toEpochMilli(), new Bucket(window.end().toEpochMilli(), label));
        return label;
    }
}
