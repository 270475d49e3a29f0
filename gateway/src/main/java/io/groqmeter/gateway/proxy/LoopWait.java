package io.groqmeter.gateway.proxy;

import io.groqmeter.Admission;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for the meter on the event loop; for the store only up to a timeout, since metering may be late but must not stop the traffic. */
final class LoopWait {

    private static final Logger LOG = LoggerFactory.getLogger(LoopWait.class);

    private LoopWait() {}

    /** Resumes with the admission: at once when it is known, else on the loop. */
    static void await(CompletableFuture<Admission> admission, EventLoop loop, Consumer<Admission> resume) {
        if (admission.isDone()) {
            resume.accept(admission.join());
        } else {
            admission.thenAccept(decided -> loop.execute(() -> resume.accept(decided)));
        }
    }

    /** Resumes once, on the loop, when the future completes in any way or the time is up; at once when it is complete already. */
    static void await(CompletableFuture<?> onDisk, Duration time, EventLoop loop, Runnable resume) {
        if (onDisk.isDone()) {
            resume.run();
            return;
        }
        AtomicBoolean resumed = new AtomicBoolean();
        ScheduledFuture<?> timeout = loop.schedule(
                () -> {
                    if (resumed.compareAndSet(false, true)) {
                        LOG.error(
                                "The store has not accepted a call for {} ms; the call continues, its record waits",
                                time.toMillis());
                        resume.run();
                    }
                },
                time.toNanos(),
                TimeUnit.NANOSECONDS);
        onDisk.whenComplete((done, failure) -> loop.execute(() -> {
            if (resumed.compareAndSet(false, true)) {
                timeout.cancel(false);
                resume.run();
            }
        }));
    }
}
