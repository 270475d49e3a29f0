package io.groqmeter.gateway.proxy;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Calls back when there has been no activity for a given time. On one event loop. */
final class InactivityTimer {

    private final EventLoop loop;
    private final long limit;
    private final Runnable onTimeout;
    private @Nullable ScheduledFuture<?> timer;
    private long lastActivity;

    InactivityTimer(EventLoop loop, Duration limit, Runnable onTimeout) {
        this.loop = loop;
        this.limit = limit.toNanos();
        this.onTimeout = onTimeout;
    }

    void start() {
        stop();
        touch();
        check();
    }

    /** Records activity. */
    void touch() {
        lastActivity = System.nanoTime();
    }

    private void check() {
        long left = limit - (System.nanoTime() - lastActivity);
        if (left <= 0) {
            timer = null;
            onTimeout.run();
        } else {
            // One timer, rescheduled when it fires early: cheaper than a new one for each activity.
            timer = loop.schedule(this::check, left, TimeUnit.NANOSECONDS);
        }
    }

    void stop() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
