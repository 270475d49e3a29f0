package io.groqmeter.store.spool;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that touches a store's writing side, so that whoever hands it a batch can stop waiting. Batches come from one thread. */
final class StoreThread {

    private static final Logger LOG = LoggerFactory.getLogger(StoreThread.class);

    private final Duration patience;
    private final ScheduledThreadPoolExecutor thread;
    private Future<?> writing = CompletableFuture.completedFuture(null);

    /** @param patience how long a batch is waited for */
    StoreThread(Duration patience) {
        this.patience = patience;
        this.thread = new ScheduledThreadPoolExecutor(1, work -> {
            Thread worker = new Thread(work, "groqmeter-store");
            worker.setDaemon(true);
            return worker;
        });
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Whether no earlier batch is still being written. */
    boolean idle() {
        return writing.isDone();
    }

    /**
     * Writes a batch and waits for it. What the writing throws comes out here.
     *
     * @return what it returns; empty when the waiting thread was interrupted
     * @throws TimeoutException when it takes too long; it goes on, and {@link #idle} is false until it ends
     */
    OptionalInt write(Callable<OptionalInt> batch) throws TimeoutException {
        try {
            Future<OptionalInt> attempt = thread.submit(batch);
            writing = attempt;
            return attempt.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        }
    }

    /** Does something after that time. */
    void after(Duration pause, Runnable work) {
        thread.schedule(work, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether {@link #shutdown} was called. */
    boolean isShutdown() {
        return thread.isShutdown();
    }

    /** Does something now, and waits for it for that time. */
    void run(Runnable work, Duration time) {
        Future<?> done = thread.submit(work);
        try {
            done.get(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("What waits could not be brought into the store in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes no more. */
    void shutdown() {
        thread.shutdown();
    }
}
