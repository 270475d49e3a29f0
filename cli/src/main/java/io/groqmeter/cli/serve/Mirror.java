package io.groqmeter.cli.serve;

import io.groqmeter.UsageListener;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.json.JsonFileMirror;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the first tool's files on a thread of its own, so that no call waits for them. What arrives while
 * one round is being written is the next round.
 */
final class Mirror implements UsageListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Mirror.class);

    private final JsonFileMirror files;
    private final AtomicBoolean due = new AtomicBoolean();
    private final ExecutorService writer = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "groqmeter-mirror");
        thread.setDaemon(true);
        return thread;
    });

    private Mirror(JsonFileMirror files) {
        this.files = files;
    }

    static Mirror open(UsageStore store, Path folder) {
        return new Mirror(JsonFileMirror.open(store, folder));
    }

    List<String> notices() {
        return files.notices();
    }

    @Override
    public void appended(List<UsageRecord> records) {
        if (due.compareAndSet(false, true)) {
            writer.execute(this::round);
        }
    }

    private void round() {
        due.set(false);
        try {
            files.catchUp();
        } catch (UsageStoreException e) {
            LOG.error("{} The next call tries again; the books themselves are not affected.", e.getMessage());
        }
    }

    /** Writes what is missing and closes the files. */
    @Override
    public void close() {
        writer.execute(this::round);
        writer.shutdown();
        try {
            if (!writer.awaitTermination(15, TimeUnit.SECONDS)) {
                LOG.warn("The JSON files are behind the books; the next start catches up");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        files.close();
    }
}
