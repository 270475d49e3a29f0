package io.groqmeter.sqlite.dimension;

import io.groqmeter.store.Dimension;
import io.groqmeter.store.rollup.RollupPlan.Grain;
import java.util.Collection;
import java.util.List;

/**
 * Dimensions that rollups are grouped by. Most questions name no more than one of these sets, which has a handful of labels where
 * {@link Series} are thousands.
 */
public enum RollupDimensions {
    /** All calls together. */
    EVERYTHING(6, false),
    MODEL(1, true, Dimension.MODEL),
    KEY(2, false, Dimension.KEY),
    PROJECT(3, false, Dimension.PROJECT),
    USER(4, false, Dimension.USER),
    /** The nature of calls: the endpoint, how they ended, how certain their figures are. */
    KIND(5, true, Dimension.ENDPOINT, Dimension.USAGE_BASIS, Dimension.PRICE_BASIS, Dimension.STATUS),
    /** All dimensions of a series. */
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
    public static final List<RollupDimensions> WITH_SETS = List.of(EVERYTHING, MODEL, KEY, PROJECT, USER, KIND);

    private final int code;
    private final boolean byHour;
    private final List<Dimension> dimensions;

    RollupDimensions(int code, boolean byHour, Dimension... dimensions) {
        this.code = code;
        this.byHour = byHour;
        this.dimensions = List.of(dimensions);
    }

    /** The code it is stored as, in columns named {@code facet}. */
    public int code() {
        return code;
    }

    List<Dimension> dimensions() {
        return dimensions;
    }

    /**
     * Whether there are rollups at a grain. Where hours would be nearly as many as those of the series, there are none by the
     * hour.
     */
    public boolean has(Grain grain) {
        return byHour || grain != Grain.HOUR;
    }

    /** The ones with the fewest labels that include all of these dimensions and have that grain. */
    public static RollupDimensions covering(Collection<Dimension> dimensions, Grain grain) {
        for (RollupDimensions candidate : values()) {
            if (candidate.has(grain) && candidate.dimensions.containsAll(dimensions)) {
                return candidate;
            }
        }
        throw new IllegalArgumentException("no rollup has all of " + dimensions);
    }
}
