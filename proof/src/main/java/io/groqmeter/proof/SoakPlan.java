package io.groqmeter.proof;

import java.time.Duration;

/**
 * How long and how hard a soak is.
 *
 * @param length how long calls are made; at least eight samples long, so that each quarter has two
 * @param every the time between samples
 * @param rate calls a second
 * @param seed the random seed of the calls
 */
public record SoakPlan(Duration length, Duration every, int rate, long seed) {

    private static final int FEWEST = 8;

    public SoakPlan {
        if (length.compareTo(every.multipliedBy(FEWEST)) < 0 || length.compareTo(Duration.ofDays(7)) > 0) {
            throw new IllegalArgumentException("a soak must last at least " + FEWEST + " samples of "
                    + every.toSeconds() + " s, and 7 days at most, not " + length.toSeconds() + " s");
        }
        if (rate < 1 || rate > 10_000) {
            throw new IllegalArgumentException("--rate must be 1 to 10000 calls a second, not " + rate);
        }
    }
}
