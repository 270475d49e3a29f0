package io.groqmeter.gateway.http;

import java.time.Duration;

/**
 * How a client stands: what it owes, and for how long. Tells who is let go when others need the place, and who has had his time. Written on
 * the connection's event loop, read by any thread.
 */
public final class ClientTimeouts {

    /** Whoever has called before may be about to call again: it counts as idle that much later. */
    private static final long REUSE_GRACE_NANOS = Duration.ofMillis(500).toNanos();

    /** How long somebody known may take nothing of what waits for him before others need his place more. */
    private static final long STALL_GRACE_NANOS = Duration.ofSeconds(30).toNanos();

    private enum Phase {
        /** No request is there. */
        IDLE,
        /** Something of a request's head has come. */
        HEAD,
        /** The head has come whole, and a body is still to come. */
        BODY,
        /** The rest is the gateway's to do. */
        PROCESSING,
        /** It has been answered for the last time, and the connection is closing. */
        CLOSING
    }

    private final MinRequestRate minRate;
    private volatile Phase phase = Phase.IDLE;
    private volatile long since = System.nanoTime();
    private volatile long bytes;
    private volatile boolean reading = true;
    private volatile boolean authenticated;
    private volatile boolean served;
    /** Since when it takes nothing of what waits for it; 0 while it does. */
    private volatile long stalledSince;

    /** Since when further requests of it wait for the one at hand; 0 while none does. */
    private volatile long pipelinedSince;

    ClientTimeouts(MinRequestRate minRate) {
        this.minRate = minRate;
    }

    /** All that is asked has been answered. */
    void idle() {
        since = System.nanoTime();
        phase = Phase.IDLE;
        authenticated = false;
        served = true;
    }

    /** Bytes have come that make no head yet. */
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

    /** Some of the body has come. */
    void received(int more) {
        bytes += more;
    }

    /** The request has come to its end. */
    void requestComplete() {
        phase = Phase.PROCESSING;
    }

    void closing() {
        phase = Phase.CLOSING;
    }

    /** Who asks has shown that he may. */
    void authenticated() {
        authenticated = true;
    }

    /** The gateway reads what comes, or leaves it outside. */
    void reading(boolean on) {
        if (on && !reading) {
            since = System.nanoTime();
            bytes = 0;
        }
        reading = on;
    }

    /** It takes what is written to it, or has more than enough of it before it. */
    void writable(boolean on) {
        stalledSince = on ? 0 : System.nanoTime();
    }

    /** Further requests of it wait for the one at hand, or none does. */
    void pipelining(boolean some) {
        if (!some) {
            pipelinedSince = 0;
        } else if (pipelinedSince == 0) {
            pipelinedSince = System.nanoTime();
        }
    }

    /** Whether it can be let go at once; else only when what it is being answered has ended. */
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

    /** For how long others have had the better right to its place, in nanoseconds; 0 or less when they do not. */
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

    /** Whether a request that is still coming has had more than its time. */
    public boolean isLate(long now) {
        boolean receiving = phase == Phase.HEAD || (phase == Phase.BODY && isTimed());
        return receiving && minRate.lag(now - since, bytes) > minRate.grace().toNanos();
    }

    private boolean isTimed() {
        return reading && !authenticated;
    }
}
