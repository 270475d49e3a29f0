package io.groqmeter.budget;

/**
 * A token bucket of so many a minute, full at first. It can be overdrawn; the debt is waited for, an hour at most. Exact: fractions
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

    /** How long until one can be taken, in nanoseconds; 0 when now. */
    long delay(long now) {
        tell(now);
        return Math.max(0, fullAt - now - (MINUTE - MINUTE / perMinute));
    }

    /** Takes so many, be they there or not. */
    void take(long count, long now) {
        tell(now);
        long part = count % perMinute * MINUTE + carry;
        long minutes = Math.min(count / perMinute, 60);
        fullAt = Math.min(Math.max(fullAt, now) + minutes * MINUTE + part / perMinute, now + LONGEST_DEBT);
        carry = part % perMinute;
    }

    boolean full(long now) {
        tell(now);
        return fullAt <= now;
    }

    /** A clock that was set back takes the bucket along. */
    private void tell(long now) {
        if (now < seen) {
            fullAt -= seen - now;
        }
        seen = now;
    }
}
