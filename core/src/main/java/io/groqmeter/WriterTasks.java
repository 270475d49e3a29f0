package io.groqmeter;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Small work for the writing thread that has nothing to do with the store. Any thread adds, one runs. */
final class WriterTasks {

    private static final Logger LOG = LoggerFactory.getLogger(WriterTasks.class);

    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    void add(Runnable task) {
        waiting.add(task);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Runs what waits; a failure ends only the task that fails. */
    void run() {
        for (Runnable task = waiting.poll(); task != null; task = waiting.poll()) {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                LOG.warn("Work on the writing thread failed", e);
            }
        }
    }
}
