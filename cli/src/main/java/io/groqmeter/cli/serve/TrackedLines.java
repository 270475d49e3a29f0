package io.groqmeter.cli.serve;

import io.groqmeter.UsageListener;
import io.groqmeter.report.format.TrackedLine;
import io.groqmeter.store.UsageRecord;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prints a line for every metered call, on a thread of its own: a blocked console (Ctrl-S, a full pipe) holds up nobody.
 * Lines that it cannot accept are dropped and counted; the records are in the store anyway.
 */
final class TrackedLines implements UsageListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TrackedLines.class);
    private static final int MOST_WAITING = 10_000;
    private static final long CLOSING_MILLIS = 1_000;

    private final BlockingQueue<UsageRecord> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong leftOut = new AtomicLong();
    private final Thread printer;
    private volatile boolean closing;

    TrackedLines(TrackedLine line, PrintWriter console) {
        printer = new Thread(() -> print(line, console), "groqmeter-console");
        printer.setDaemon(true);
        printer.start();
    }

    @Override
    public void appended(List<UsageRecord> records) {
        for (UsageRecord record : records) {
            if (record.metered() && !waiting.offer(record)) {
                leftOut.incrementAndGet();
            }
        }
    }

    private void print(TrackedLine line, PrintWriter console) {
        try {
            while (!closing || !waiting.isEmpty()) {
                console.println(line.of(waiting.take()));
            }
        } catch (InterruptedException e) {
            // Nothing follows.
            waiting.forEach(record -> console.println(line.of(record)));
        }
    }

    /** Prints pending lines, for at most a second. */
    @Override
    public void close() {
        closing = true;
        printer.interrupt();
        try {
            printer.join(CLOSING_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (leftOut.get() > 0) {
            LOG.warn("The console was too slow for {} TRACKED lines; the calls are in the books", leftOut.get());
        }
    }
}
