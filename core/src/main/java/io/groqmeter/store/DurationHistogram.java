package io.groqmeter.store;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;

/**
 * How many durations fell into which bucket, from 0 to 12 days in microseconds: what quantiles are told from.
 *
 * <p>A bucket is 1 µs wide below 32 µs, and a sixteenth of its power of two above. Adding histograms up gives the histogram of
 * all their durations, whatever the order. Not thread-safe.
 */
public final class DurationHistogram {

    /** How far a quantile may be from the true one, as a part of it: half a bucket. */
    public static final double RELATIVE_ERROR = 1 / 32.0;

    /** Buckets in a power of two, as a power of two. */
    private static final int FINENESS = 4;

    private static final long LONGEST = (1L << 40) - 1;

    /** Grows with the longest duration. */
    private long[] counts = {};

    /** Takes each bucket that is not empty, in order. */
    @FunctionalInterface
    public interface BucketReader {
        void bucket(int bucket, long count);
    }

    /** Counts a duration; what is negative counts as 0, what is longer than 12 days as 12 days. */
    public void add(Duration duration) {
        add(bucket(micros(duration)), 1);
    }

    /** Counts durations of a bucket. */
    public void add(int bucket, long count) {
        if (bucket < 0 || bucket > bucket(LONGEST) || count < 0) {
            throw new IllegalArgumentException("no histogram has " + count + " durations in bucket " + bucket);
        }
        if (bucket >= counts.length) {
            counts = Arrays.copyOf(counts, bucket + (1 << FINENESS));
        }
        counts[bucket] += count;
    }

    /** Counts all of another histogram's. */
    public void addAll(DurationHistogram other) {
        other.forEach(this::add);
    }

    /** Goes through the buckets that are not empty. */
    public void forEach(BucketReader reader) {
        for (int bucket = 0; bucket < counts.length; bucket++) {
            if (counts[bucket] > 0) {
                reader.bucket(bucket, counts[bucket]);
            }
        }
    }

    /** How many durations were counted. */
    public long count() {
        return Arrays.stream(counts).sum();
    }

    /**
     * The duration that this part of all do not exceed (by nearest rank), within {@link #RELATIVE_ERROR}; empty when there is none.
     *
     * @param part from 0 to 1: 0.5 for the median
     */
    public Optional<Duration> quantile(double part) {
        if (!(part >= 0 && part <= 1)) {
            throw new IllegalArgumentException("a quantile lies between 0 and 1, not at " + part);
        }
        long rank = Math.max(1, (long) Math.ceil(part * count()));
        for (int bucket = 0; bucket < counts.length; bucket++) {
            rank -= counts[bucket];
            if (rank <= 0) {
                return Optional.of(Duration.of(middle(bucket), ChronoUnit.MICROS));
            }
        }
        return Optional.empty();
    }

    private static long micros(Duration duration) {
        return duration.isNegative()
                ? 0
                : duration.toDays() > 12 ? LONGEST : Math.min(LONGEST, duration.toNanos() / 1_000);
    }

    private static int bucket(long micros) {
        int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros | 1);
        int shift = Math.max(0, exponent - FINENESS);
        return (shift << FINENESS) + (int) (micros >>> shift);
    }

    private static long middle(int bucket) {
        int shift = Math.max(0, (bucket >> FINENESS) - 1);
        long least = (long) bucket - ((long) shift << FINENESS) << shift;
        return least + (1L << shift >> 1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DurationHistogram histogram && Arrays.equals(trimmed(), histogram.trimmed());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(trimmed());
    }

    private long[] trimmed() {
        int length = counts.length;
        while (length > 0 && counts[length - 1] == 0) {
            length--;
        }
        return Arrays.copyOf(counts, length);
    }

    /** The count and the usual quantiles. */
    @Override
    public String toString() {
        return count() + " durations, p50 " + quantile(0.5).orElse(Duration.ZERO) + ", p99 "
                + quantile(0.99).orElse(Duration.ZERO);
    }
}
