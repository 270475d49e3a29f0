package io.groqmeter.access;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The current caller keys, at most a second behind a command's change. A thread of its own polls, so that no reader ever
 * waits. While the keys cannot be read, those from before stay in force.
 */
public final class LiveKeyRing implements Supplier<KeyRing>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveKeyRing.class);
    private static final long PERIOD_MILLIS = 500;

    private final KeyBook book;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "groqmeter-keys");
        thread.setDaemon(true);
        return thread;
    });
    private volatile KeyRing ring;
    private long version;
    private boolean failing;

    /** Reads them now, and follows their changes until it is closed. */
    public LiveKeyRing(KeyBook book) {
        this.book = book;
        this.version = book.version();
        this.ring = book.ring();
        looking.scheduleWithFixedDelay(this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public KeyRing get() {
        return ring;
    }

    /** Reads the keys again if they changed, so that earlier changes are in force afterwards. */
    public void refresh() {
        CompletableFuture.runAsync(this::look, looking).join();
    }

    private void look() {
        try {
            long now = book.version();
            if (now != version) {
                ring = book.ring();
                version = now;
            }
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.error("The caller keys cannot be read; those from before stay in force", e);
            }
            failing = true;
        }
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
