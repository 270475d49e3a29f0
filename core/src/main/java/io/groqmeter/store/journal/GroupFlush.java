package io.groqmeter.store.journal;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flushes what threads have written to the disk, on a thread of its own: all that was written while one flush ran waits for the next
 * one, together. Any thread.
 */
final class GroupFlush implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupFlush.class);

    private final Disk disk;
    private final Thread flusher;
    private CompletableFuture<Void> next = new CompletableFuture<>();
    private boolean due;
    private boolean closing;

    /** What is flushed. */
    interface Disk {
        /** Returns when the disk has all that was written before. */
        void flush() throws IOException;
    }

    GroupFlush(Disk disk) {
        this.disk = disk;
        this.flusher = new Thread(this::run, "groqmeter-journal");
        flusher.setDaemon(true);
        flusher.start();
    }

    /** Completes when the disk has what was written before; exceptionally when nobody can tell. */
    synchronized CompletableFuture<Void> flushed() {
        if (closing) {
            return CompletableFuture.failedFuture(new IOException("the journal is closed"));
        }
        due = true;
        notifyAll();
        return next;
    }

    private void run() {
        while (true) {
            CompletableFuture<Void> group = group();
            if (group == null) {
                return;
            }
            try {
                disk.flush();
                group.complete(null);
            } catch (IOException | RuntimeException | Error e) {
                group.completeExceptionally(e);
            }
        }
    }

    /** Waits for somebody; null at the end. */
    private synchronized @Nullable CompletableFuture<Void> group() {
        while (!due) {
            if (closing) {
                return null;
            }
            try {
                wait();
            } catch (InterruptedException e) {
                LOG.warn("The thread {} was interrupted and goes on", flusher.getName());
            }
        }
        CompletableFuture<Void> group = next;
        next = new CompletableFuture<>();
        due = false;
        return group;
    }

    /** Flushes for those who wait, and ends the thread. */
    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        try {
            flusher.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
