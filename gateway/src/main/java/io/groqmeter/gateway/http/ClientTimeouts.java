package io.groqmeter.gateway.http;

import java.time.Duration;

/**
 * A client's deadlines: what is expected of it, and since when. Decides whose connection is evicted when others need it, and whose
 * request is late. Written on the connection's event loop, read by any thread.
 */
public final class ClientTimeouts {

    /** A client that has called before may call again soon: it counts as idle that much later. */
    private static final long REUSE_GRACE_NANOS = Duration.ofMillis(500).toNanos();

    /** How long an authenticated client may read nothing before its connection becomes evictable. */
    private static final long STALL_GRACE_NANOS = Duration.ofSeconds(30).toNanos();

    private enum Phase {
        /** Between requests. */
        IDLE,
        /** Receiving a request's head. */
        HEAD,
        /** Receiving a request's body. */
        BODY,
        /** The request is whole; the gateway has to answer. */
        PROCESSING,
        /** The last answer is out; the connection is closing. */
        CLOSING
    }

    private final MinRequestRate minRate;
    private volatile Phase phase = Phase.IDLE;
    private volatile long since = System.nanoTime();
    private volatile long bytes;
    private volatile boolean reading = true;
    private volatile boolean authenticated;
    private volatile boolean served;
    /** Since when the client reads nothing of what is queued for it; 0 while it reads. */
    private volatile long stalledSince;

    /** Since when further requests wait behind the current one; 0 when none does. */
    private volatile long pipelinedSince;

    ClientTimeouts(MinRequestRate minRate) {
        this.minRate = minRate;
    }

    /** All requests have been answered. */
    void idle() {
        since = System.nanoTime();
        phase = Phase.IDLE;
        authenticated = false;
        served = true;
    }

    /** Bytes have come, but not yet a whole head. */
    void headBegins() {
        if (phase == Phase.IDLE) {
            since = System.nanoTime();
            phase = Phase.HEAD;
        }
    }

    /** A request's head has come. */
    void bodyBegins() {
        since = System.nanoTime();
        bytes = 0;
        phase = Phase.BODY;
    }

    /** Bytes of the body have come. */
    void received(int more) {
        bytes += more;
    }

    /** The request has come whole. */
    void requestComplete() {
        phase = Phase.PROCESSING;
    }

    void closing() {
        phase = Phase.CLOSING;
    }

    /** The request carries a valid key or token. */
    void authenticated() {
        authenticated = true;
    }

    /** The gateway reads from the connection, or has paused. */
    void reading(boolean on) {
        if (on && !reading) {
            since = System.nanoTime();
            bytes = 0;
        }
        reading = on;
    }

    /** The client reads what is written to it, or its queue is full. */
    void writable(boolean on) {
        stalledSince = on ? 0 : System.nanoTime();
    }

    /** Whether further requests wait behind the current one. */
    void pipelining(boolean some) {
        if (!some) {
            pipelinedSince = 0;
        } else if (pipelinedSince == 0) {
            pipelinedSince = System.nanoTime();
        }
    }

    /** Whether the connection can be closed at once; else after the current answer. */
    boolean canCloseNow(long now) {
        return phase != Phase.PROCESSING || stalledFor(now) > 0;
    }

    private long stalledFor(long now) {
        long stalled = stalledSince;
        return stalled == 0 ? 0 : now - stalled - (authenticated ? STALL_GRACE_NANOS : 0);
    }

    private long pipelining(long now) {
        long since = pipelinedSince;
        return since == 0 || authenticated ? 0 : now - since;
    }

    /** For how long the connection has been evictable, in nanoseconds; 0 or less when it is not. */
    public long evictableFor(long now) {
        long stalledFor = stalledFor(now);
        return switch (phase) {
            case CLOSING -> Long.MAX_VALUE;
            case IDLE -> Math.max(stalledFor, now - since - (served ? REUSE_GRACE_NANOS : 0));
            case HEAD -> now - since;
            case BODY -> Math.max(stalledFor, isTimed() ? minRate.lag(now - since, bytes) : 0);
            case PROCESSING -> Math.max(stalledFor, pipelining(now));
        };
    }

    /** Whether a request that is being received is too slow. */
    public boolean isLate(long now) {
        boolean receiving = phase == Phase.HEAD || (phase == Phase.BODY && isTimed());
        return receiving && minRate.lag(now - since, bytes) > minRate.grace().toNanos();
    }

    private boolean isTimed() {
        return reading && !authenticated;
    }
}
