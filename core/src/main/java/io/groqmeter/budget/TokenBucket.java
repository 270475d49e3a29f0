package io.groqmeter.budget;

/**
 * A token bucket with a refill rate per minute, full at first. It can be overdrawn, by at most an hour's refill. Exact: fractions
 * of a nanosecond are carried on. Not thread-safe.
 */
final class TokenBucket {

    private static final long MINUTE = 60_000_000_000L;
    private static final long LONGEST_DEBT = 60 * MINUTE;

    private final long perMinute;
    private long fullAt;
    private long carry;
    private long seen;

    /** @param now nanoseconds of some clock, as in all other methods */
    TokenBucket(long perMinute, long now) {
        this.perMinute = perMinute;
        this.fullAt = now;
        this.seen = now;
    }

    /** The nanoseconds until one token can be taken; 0 when it can be now. */
    long delay(long now) {
        followClock(now);
        return Math.max(0, fullAt - now - (MINUTE - MINUTE / perMinute));
    }

    /** Takes tokens, whether or not there are enough. */
    void take(long count, long now) {
        followClock(now);
        long part = count % perMinute * MINUTE + carry;
        long minutes = Math.min(count / perMinute, 60);
        fullAt = Math.min(Math.max(fullAt, now) + minutes * MINUTE + part / perMinute, now + LONGEST_DEBT);
        carry = part % perMinute;
    }

    boolean full(long now) {
        followClock(now);
        return fullAt <= now;
    }

    /** Moves the bucket back with a clock that was set back. */
    private void followClock(long now) {
        if (now < seen) {
            fullAt -= seen - now;
        }
        seen = now;
    }
}
