package io.groqmeter;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for more, so that one transaction writes many records. */
final class Gathering {

    /**
     * How long a batch of records that nobody waits for gathers more. A transaction of one record costs 30 µs, of a hundred 8 each; a
     * reader cuts it short.
     */
    private static final Duration FOLLOWING = Duration.ofMillis(10);

    /**
     * How long a batch that is waited for gathers more, after one that was not alone. On a busy core the writing thread wakes for every
     * call or two; waiting makes batches of ten: 22 → 17 µs of CPU a record.
     */
    private static final Duration BRIEFLY = Duration.ofNanos(100_000);

    private Gathering() {}

    /** @param enough looked at whenever the calling thread is unparked */
    static void followers(Object blocker, BooleanSupplier enough) {
        long end = System.nanoTime() + FOLLOWING.toNanos();
        for (long left = FOLLOWING.toNanos(); left > 0 && !enough.getAsBoolean(); left = end - System.nanoTime()) {
            LockSupport.parkNanos(blocker, left);
        }
    }

    static void briefly(Object blocker) {
        LockSupport.parkNanos(blocker, BRIEFLY.toNanos());
    }
}
