package io.groqmeter.store.json;

import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Where in a log the records of each hour lie: one stretch an hour where calls were logged as they came, more where older ones
 * were added later.
 */
final class HourIndex {

    private final UsageCalendar calendar;
    private final NavigableMap<Instant, List<LogRange>> runs = new TreeMap<>();
    private Window latest;

    HourIndex(UsageCalendar calendar) {
        this.calendar = calendar;
        this.latest = calendar.hour(Instant.EPOCH);
    }

    /** Puts down where the record that starts then lies. Entries come in the order they lie in. */
    void add(Instant startedAt, LogRange entry) {
        if (!latest.contains(startedAt)) {
            latest = calendar.hour(startedAt);
        }
        List<LogRange> hour = runs.computeIfAbsent(latest.start(), start -> new ArrayList<>(1));
        int last = hour.size() - 1;
        if (last >= 0 && hour.get(last).to() == entry.from()) {
            hour.set(last, new LogRange(hour.get(last).from(), entry.to()));
        } else {
            hour.add(entry);
        }
    }

    /** The stretches of each hour that touches the window, latest hour first. */
    Collection<List<LogRange>> latestFirst(Window window) {
        Instant from = calendar.hour(window.start()).start();
        return runs.subMap(from, true, window.end(), false).descendingMap().values();
    }
}
