package io.groqmeter.sqlite.rollup;

import io.groqmeter.store.rollup.RollupPlan.Grain;

/** The codes that grains are stored as. */
public final class GrainCode {

    private GrainCode() {}

    public static int of(Grain grain) {
        return switch (grain) {
            case ROW -> throw new IllegalArgumentException("rows are not rolled up");
            case HOUR -> 1;
            case DAY -> 2;
            case MONTH -> 3;
            case ALL -> 4;
        };
    }
}
