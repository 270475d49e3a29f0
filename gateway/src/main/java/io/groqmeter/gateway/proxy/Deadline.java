package io.groqmeter.gateway.proxy;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A one-shot timer on an event loop. */
final class Deadline {

    private @Nullable ScheduledFuture<?> timer;

    /** Starts the timer; no effect when it runs already. */
    void start(EventLoop loop, Duration time, Runnable due) {
        if (timer == null) {
            timer = loop.schedule(due, time.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    void cancel() {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
