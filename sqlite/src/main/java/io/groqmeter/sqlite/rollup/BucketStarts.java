package io.groqmeter.sqlite.rollup;

import io.groqmeter.store.rollup.RollupPlan.Grain;
import io.groqmeter.usage.UsageCalendar;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** When the hour, day and month of an hour start, and the pages they are on; calculated once. Not thread-safe. */
final class BucketStarts {

    private final UsageCalendar calendar;
    private final Map<Long, List<Cell>> known = new HashMap<>();

    /**
     * One step of time on its page.
     *
     * @param grain hour, day or month
     */
    record Cell(Grain grain, long pageMillis, long startMillis) {}

    BucketStarts(UsageCalendar calendar) {
        this.calendar = calendar;
    }

    /** The hour that starts then, its day and its month. */
    List<Cell> of(long hourMillis) {
        return known.computeIfAbsent(hourMillis, millis -> {
            Instant hour = Instant.ofEpochMilli(millis);
            return List.of(
                    cell(Grain.HOUR, hour, hour),
                    cell(Grain.DAY, hour, calendar.day(hour).start()),
                    cell(Grain.MONTH, hour, calendar.month(hour).start()));
        });
    }

    private Cell cell(Grain grain, Instant hour, Instant start) {
        return new Cell(grain, RollupPage.start(grain, hour, calendar).toEpochMilli(), start.toEpochMilli());
    }

    void clear() {
        known.clear();
    }
}
