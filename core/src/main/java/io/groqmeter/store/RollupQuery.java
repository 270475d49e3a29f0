package io.groqmeter.store;

import io.groqmeter.usage.Window;
import java.util.List;
import java.util.Map;

/**
 * Which sums are wanted.
 *
 * @param window the time the records start in
 * @param by what to group by, in the order of sorting; at most one stretch of time among them
 * @param only what a dimension must equal; no stretches of time here
 */
public record RollupQuery(Window window, List<Dimension> by, Map<Dimension, String> only) {

    public RollupQuery {
        by = List.copyOf(by);
        only = Map.copyOf(only);
        if (by.stream().distinct().count() < by.size()) {
            throw new IllegalArgumentException("group by each dimension once, not by " + by);
        }
        if (by.stream().filter(Dimension::isTime).count() > 1) {
            throw new IllegalArgumentException("group by one of hour, day and month, not by " + by);
        }
        if (only.keySet().stream().anyMatch(Dimension::isTime)) {
            throw new IllegalArgumentException("choose the time by the window, not by " + only.keySet());
        }
    }

    /** The whole of a window, in groups. */
    public static RollupQuery of(Window window, Dimension... by) {
        return new RollupQuery(window, List.of(by), Map.of());
    }
}
