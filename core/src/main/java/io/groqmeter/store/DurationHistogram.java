package io.groqmeter.store;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How many durations fell into which bucket, from 0 to 12 days in microseconds: what quantiles are told from.
 *
 * <p>A bucket is 1 µs wide below 32 µs, and a sixteenth of its power of two above. Adding histograms up gives the histogram of
 * all their durations, whatever the order. Not thread-safe.
 */
public final class DurationHistogram {

    /** How far a quantile may be from the true one, as a part of it: half a bucket. */
    public static final BigDecimal RELATIVE_ERROR = new BigDecimal("0.03125");

    /** Buckets in a power of two, as a power of two. */
    private static final int FINENESS = 4;

    private static final long LONGEST = (1L << 40) - 1;

    private static final int LAST_BUCKET = bucket(LONGEST);

    /** How much room grows by at least. */
    private static final int STEP = 8;

    /** The counts of the buckets from {@link #first} on; little wider than what was counted, because most histograms are small. */
    private long[] counts = {};

    private int first;

    private long all;

    /** A histogram of nothing. */
    public DurationHistogram() {}

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
        if (bucket < 0 || bucket > LAST_BUCKET || count < 0) {
            throw new IllegalArgumentException("no histogram has " + count + " durations in bucket " + bucket);
        }
        makeRoom(bucket);
        counts[bucket - first] += count;
        all += count;
    }

    private void makeRoom(int bucket) {
        if (counts.length == 0) {
            first = bucket / STEP * STEP;
            counts = new long[STEP];
        } else if (bucket < first) {
            int lower = bucket / STEP * STEP;
            long[] wider = new long[first - lower + counts.length];
            System.arraycopy(counts, 0, wider, first - lower, counts.length);
            counts = wider;
            first = lower;
        } else if (bucket - first >= counts.length) {
            // By half at least: what is read from disk comes in the order of its buckets.
            counts = Arrays.copyOf(
                    counts, Math.max((bucket - first) / STEP * STEP + STEP, counts.length + counts.length / 2));
        }
    }

    /** Counts all of another histogram's. */
    public void addAll(DurationHistogram other) {
        other.forEach(this::add);
    }

    /** Goes through the buckets that are not empty. */
    public void forEach(BucketReader reader) {
        for (int at = 0; at < counts.length; at++) {
            if (counts[at] > 0) {
                reader.bucket(first + at, counts[at]);
            }
        }
    }

    /** How many durations were counted. */
    public long count() {
        return all;
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
        for (int at = 0; at < counts.length; at++) {
            rank -= counts[at];
            if (rank <= 0) {
                return Optional.of(Duration.of(middle(first + at), ChronoUnit.MICROS));
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
        return other instanceof DurationHistogram histogram && buckets().equals(histogram.buckets());
    }

    @Override
    public int hashCode() {
        return buckets().hashCode();
    }

    private Map<Integer, Long> buckets() {
        Map<Integer, Long> buckets = new HashMap<>();
        forEach(buckets::put);
        return buckets;
    }

    /** The count and the usual quantiles. */
    @Override
    public String toString() {
        return count() + " durations, p50 " + quantile(0.5).orElse(Duration.ZERO) + ", p99 "
                + quantile(0.99).orElse(Duration.ZERO);
    }
}
