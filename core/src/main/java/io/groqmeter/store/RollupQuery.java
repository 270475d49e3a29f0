package io.groqmeter.store;

import io.groqmeter.usage.Window;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Which sums are wanted.
 *
 * @param window the time the records start in
 * @param by what to group by, in the order of sorting; at most one stretch of time among them
 * @param only what a dimension must equal; no stretches of time here
 * @param most of how many combinations of labels groups are wanted, stretches of time aside: of those that come first in {@link
 *     UsageRollup#dearestFirst} by their sums over the whole window; empty for all. Sums only, times have no price.
 */
public record RollupQuery(Window window, List<Dimension> by, Map<Dimension, String> only, OptionalInt most) {

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

    /** For all groups. */
    public RollupQuery(Window window, List<Dimension> by, Map<Dimension, String> only) {
        this(window, by, only, OptionalInt.empty());
    }

    /** The same for the dearest combinations of labels only. */
    public RollupQuery dearest(int most) {
        return new RollupQuery(window, by, only, OptionalInt.of(most));
    }

    /** The dimensions to group by that are no stretches of time. */
    public List<Dimension> labels() {
        return by.stream().filter(dimension -> !dimension.isTime()).toList();
    }

    /**
     * Checks that it names no dimension but the model and a stretch of time: what {@link UsageStore#latencies} answers.
     *
     * @throws IllegalArgumentException when it does
     */
    public RollupQuery requireModelsOnly() {
        Stream.concat(by.stream(), only.keySet().stream())
                .filter(dimension -> dimension != Dimension.MODEL && !dimension.isTime())
                .findFirst()
                .ifPresent(dimension -> {
                    throw new IllegalArgumentException(
                            "times of calls are kept by model, hour, day and month, not by " + dimension.label());
                });
        return this;
    }

    /** The whole of a window, in groups. */
    public static RollupQuery of(Window window, Dimension... by) {
        return new RollupQuery(window, List.of(by), Map.of());
    }
}
