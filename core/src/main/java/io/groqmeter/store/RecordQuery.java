package io.groqmeter.store;

import io.groqmeter.usage.Window;
import java.util.Map;
import java.util.Optional;

/**
 * Which records are wanted.
 *
 * @param window the time they start in
 * @param only what a dimension must equal; no stretches of time here
 * @param limit how many at most, 1 to 10,000
 * @param cursor where the last page ended, from {@link RecordPage#next}; empty for the first
 */
public record RecordQuery(Window window, Map<Dimension, String> only, int limit, Optional<String> cursor) {

    public static final int MOST = 10_000;

    public RecordQuery {
        only = Map.copyOf(only);
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit must be 1 to " + MOST + ", not " + limit);
        }
        if (only.keySet().stream().anyMatch(Dimension::isTime)) {
            throw new IllegalArgumentException("choose the time by the window, not by " + only.keySet());
        }
    }

    /** Whether the record is among those wanted, limit and cursor aside. */
    public boolean matches(UsageRecord record) {
        return window.contains(record.startedAt())
                && (only.isEmpty() || Dimension.labels(record).entrySet().containsAll(only.entrySet()));
    }

    /** The latest records of all. */
    public static RecordQuery latest(int limit) {
        return new RecordQuery(Window.always(), Map.of(), limit, Optional.empty());
    }
}
