package io.groqmeter.gateway.proxy;

import java.time.Duration;

/**
 * How long a pooled connection may have been idle to be reused.
 *
 * <p>An upstream that closes idle connections may close one just as it is written to. Whenever it closes one that was idle for some
 * time, half that time becomes the limit; the limit then doubles every two seconds, up to its initial value.
 *
 * <p>One per event loop; not thread-safe.
 */
final class IdleLimit {

    private static final long DOUBLING = Duration.ofSeconds(2).toNanos();

    private final long max;
    private long limit;
    private long cutAt;

    IdleLimit(Duration max) {
        this.max = max.toNanos();
        this.limit = this.max;
    }

    /** The upstream closed a connection that had been idle that long. Times in nanoseconds, on one monotonic clock. */
    void closedAfter(long idle, long now) {
        limit = Math.max(1, Math.min(at(now), idle / 2));
        cutAt = now;
    }

    /** Whether a connection that has been idle that long may be reused. */
    boolean allows(long idle, long now) {
        return idle <= at(now);
    }

    private long at(long now) {
        long doublings = Math.min(62, (now - cutAt) / DOUBLING);
        long grown = limit << doublings;
        return grown < limit || grown > max ? max : grown;
    }
}
