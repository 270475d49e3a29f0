package io.groqmeter.sqlite.rollup;

import io.groqmeter.store.RollupPlan.Grain;

/** The numbers grains are stored as. */
public final class GrainCode {

    private GrainCode() {}

    public static int of(Grain grain) {
        return switch (grain) {
            case ROW -> throw new IllegalArgumentException("rows are no rollups");
            case HOUR -> 1;
            case DAY -> 2;
            case MONTH -> 3;
            case ALL -> 4;
        };
    }
}
