package io.groqmeter.bench.side;

import java.util.Arrays;

/** The least, the middle and the most of a figure over the turns. */
public record Spread(double min, double median, double max) {

    /** The spread of those values, at least one. */
    static Spread of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(sorted[0], median, sorted[sorted.length - 1]);
    }
}
