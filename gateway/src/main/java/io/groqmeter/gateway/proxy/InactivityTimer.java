package io.groqmeter.gateway.proxy;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Notices when nothing has been heard for too long. On one event loop. */
final class InactivityTimer {

    private final EventLoop loop;
    private final long limit;
    private final Runnable tooLong;
    private @Nullable ScheduledFuture<?> timer;
    private long lastHeard;

    InactivityTimer(EventLoop loop, Duration limit, Runnable tooLong) {
        this.loop = loop;
        this.limit = limit.toNanos();
        this.tooLong = tooLong;
    }

    void start() {
        stop();
        heard();
        look();
    }

    /** Something was heard just now. */
    void heard() {
        lastHeard = System.nanoTime();
    }

    private void look() {
        long left = limit - (System.nanoTime() - lastHeard);
        if (left <= 0) {
            timer = null;
            tooLong.run();
        } else {
            // One timer, moved on when it fires too early: cheaper than a new one at each word.
            timer = loop.schedule(this::look, left, TimeUnit.NANOSECONDS);
        }
    }

    void stop() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
