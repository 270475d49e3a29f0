package io.groqmeter.bench.page;

import org.jspecify.annotations.Nullable;

/**
 * One goal and what was measured.
 *
 * @param what what is measured
 * @param bound the figure it must not exceed, or must reach
 * @param atLeast whether more is better
 * @param measured the figure; null if it was not measured
 * @param unit behind the figure
 * @param decimals of the figure
 */
record Goal(
        String what,
        double bound,
        boolean atLeast,
        @Nullable Double measured,
        String unit,
        int decimals) {

    /** The row of the goals' table. */
    String row() {
        return "| " + what + " | " + (atLeast ? "≥ " : "≤ ") + figure(bound) + " | "
                + (measured == null ? "not measured" : figure(measured)) + " | " + verdict() + " |";
    }

    private String figure(double value) {
        return WorkloadTable.number(value, decimals) + unit;
    }

    /** Met, or missed by how much of the bound. */
    private String verdict() {
        if (measured == null) {
            return "–";
        }
        boolean met = atLeast ? measured >= bound : measured <= bound;
        double missed = Math.abs(measured - bound) / bound * 100;
        return met ? "met" : "**missed by " + WorkloadTable.number(missed, 0) + " %**";
    }
}
