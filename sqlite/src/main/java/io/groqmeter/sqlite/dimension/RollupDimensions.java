package io.groqmeter.sqlite.dimension;

import io.groqmeter.store.Dimension;
import io.groqmeter.store.RollupPlan.Grain;
import java.util.Collection;
import java.util.List;

/**
 * A few dimensions that sums are kept by: most questions name no more than one of these, and such a facet has a handful of labels
 * where the {@link Series} are thousands.
 */
public enum RollupDimensions {
    /** All calls together. */
    EVERYTHING(6, false),
    MODEL(1, true, Dimension.MODEL),
    KEY(2, false, Dimension.KEY),
    PROJECT(3, false, Dimension.PROJECT),
    USER(4, false, Dimension.USER),
    /** What calls are like: where they went, how they ended, how certain they are. */
    KIND(5, true, Dimension.ENDPOINT, Dimension.USAGE_BASIS, Dimension.PRICE_BASIS, Dimension.STATUS),
    /** All that series tell apart. */
    SERIES(
            0,
            true,
            Dimension.MODEL,
            Dimension.KEY,
            Dimension.PROJECT,
            Dimension.USER,
            Dimension.ENDPOINT,
            Dimension.USAGE_BASIS,
            Dimension.PRICE_BASIS,
            Dimension.STATUS);

    /** Those whose labels are {@link DimensionSet}s. */
    public static final List<RollupDimensions> SLICED = List.of(EVERYTHING, MODEL, KEY, PROJECT, USER, KIND);

    private final int number;
    private final boolean byHour;
    private final List<Dimension> dimensions;

    RollupDimensions(int number, boolean byHour, Dimension... dimensions) {
        this.number = number;
        this.byHour = byHour;
        this.dimensions = List.of(dimensions);
    }

    /** The number it is stored as. */
    public int number() {
        return number;
    }

    List<Dimension> dimensions() {
        return dimensions;
    }

    /** Whether it has sums of that grain. Those whose hours would be nearly as many as the series' have none by the hour. */
    public boolean has(Grain grain) {
        return byHour || grain != Grain.HOUR;
    }

    /** The facet of the fewest labels that tells all of these dimensions apart and has that grain. */
    public static RollupDimensions telling(Collection<Dimension> dimensions, Grain grain) {
        for (RollupDimensions facet : values()) {
            if (facet.has(grain) && facet.dimensions.containsAll(dimensions)) {
                return facet;
            }
        }
        throw new IllegalArgumentException("no labels tell " + dimensions + " apart");
    }
}
