package io.groqmeter.groq.audio;

import java.time.Duration;
import java.util.Optional;

/** A growing playing time: exact in samples while the sample rate stays, to the nanosecond where it changes. */
final class PlayTime {
    private static final long NANOS = 1_000_000_000L;

    private Duration earlier = Duration.ZERO;
    private long samples;
    private long rate = 1;

    void add(long count, long perSecond) {
        if (perSecond != rate) {
            earlier = total();
            samples = 0;
            rate = perSecond;
        }
        samples = sum(samples, count);
    }

    /** Adds a time that is over, exact to the nanosecond. */
    void add(Duration time) {
        earlier = capped(total(), time);
        samples = 0;
    }

    /** The time so far; a rate that is no rate counts nothing. */
    Duration total() {
        return capped(earlier, of(samples, rate).orElse(Duration.ZERO));
    }

    private static Duration capped(Duration a, Duration b) {
        return of(sum(a.getSeconds(), b.getSeconds()), 1)
                .orElse(Duration.ZERO)
                .plusNanos(a.getNano())
                .plusNanos(b.getNano());
    }

    /**
     * The time that {@code units} take at {@code perSecond}, rounded to the nearest nanosecond.
     *
     * @return empty when the units are negative or the rate is not within 1 and 2^32
     */
    static Optional<Duration> of(long units, long perSecond) {
        if (units < 0 || perSecond < 1 || perSecond > 1L << 32) {
            return Optional.empty();
        }
        // Far below the limit of Duration, far above any file: leaves room for adding times up.
        long seconds = Math.min(units / perSecond, Long.MAX_VALUE / 4);
        long nanos = (units % perSecond * NANOS + perSecond / 2) / perSecond;
        return Optional.of(Duration.ofSeconds(seconds, nanos));
    }

    /** The sum of two amounts that are not negative, at most {@link Long#MAX_VALUE}. */
    static long sum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /** The product of two amounts that are not negative, at most {@link Long#MAX_VALUE}. */
    static long product(long a, long b) {
        long product = a * b;
        return Math.multiplyHigh(a, b) != 0 || product < 0 ? Long.MAX_VALUE : product;
    }
}
