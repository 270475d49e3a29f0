package io.groqmeter;

import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The boundary between the threads that carry calls and the one thread that writes to the store.
 *
 * <p>Group commit: whatever has come in while one transaction was being written is the next transaction; under load it waits a
 * tenth of a millisecond for more. Nothing is ever dropped: while the store fails, entries wait and are tried again; a record the
 * store refuses time and again although it works is reported by its future and counted.
 */
public final class UsageQueue implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UsageQueue.class);
    private static final int MOST_PER_BATCH = 1_024;

    /** What may wait in memory: some 2 KiB each, a quarter of the heap together. What comes then is refused, told of and counted. */
    private static final int MOST_UNWRITTEN =
            (int) Math.min(1_000_000, Runtime.getRuntime().maxMemory() / 4 / 2_048);

    /**
     * How long a batch waits for more, after one that was not alone. On a busy core the writing thread wakes for every call or two;
     * waiting makes batches of ten: 22 → 17 µs of CPU a record.
     */
    private static final Duration GATHERING = Duration.ofNanos(100_000);

    private static final int MOST_REFUSALS = 4;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration CLOSING_TIME = Duration.ofSeconds(15);

    private final UsageSink store;
    private final List<UsageListener> listeners;
    private final BlockingQueue<Entry> waiting = new LinkedBlockingQueue<>();
    private final AtomicInteger unwritten = new AtomicInteger();
    private final AtomicLong refused = new AtomicLong();
    private final Thread writer;
    private volatile @Nullable String failing;
    private volatile boolean closing;
    private volatile boolean ended;
    private volatile long giveUpAt = Long.MAX_VALUE;

    /** Something to be written; its future completes when it is on disk. */
    private sealed interface Entry {
        CompletableFuture<?> onDisk();

        record Open(OpenCall call, CompletableFuture<OpenCall> onDisk) implements Entry {}

        record Settled(UsageRecord record, CompletableFuture<UsageRecord> onDisk) implements Entry {}

        /** Work for the writing thread between two batches; writes nothing. */
        record Between(Runnable work, CompletableFuture<Void> onDisk) implements Entry {}
    }

    /** Starts the writing thread. The queue does not close the store. */
    public UsageQueue(UsageSink store, List<UsageListener> listeners) {
        this.store = store;
        this.listeners = List.copyOf(listeners);
        this.writer = new Thread(this::write, "groqmeter-writer");
        writer.setDaemon(true);
        writer.start();
    }

    /**
     * Puts a call down as open, or as unsettled. Any thread. The future is complete on return where the store can open a call
     * without waiting; else it completes on the writing thread.
     */
    public CompletableFuture<OpenCall> open(OpenCall call) {
        if (!ended && store.tryOpen(call)) {
            return CompletableFuture.completedFuture(call);
        }
        Entry.Open entry = new Entry.Open(call, new CompletableFuture<>());
        add(entry);
        return entry.onDisk();
    }

    /** Appends a record and closes its open call. Any thread; the future completes on the writing thread, after the listeners. */
    public CompletableFuture<UsageRecord> settle(UsageRecord record) {
        Entry.Settled entry = new Entry.Settled(record, new CompletableFuture<>());
        add(entry);
        return entry.onDisk();
    }

    /**
     * Runs work on the writing thread when all that was handed over before is in the store, and nothing that comes after: what it
     * reads there is exactly that, but for calls that were opened at once meanwhile. Nothing is written until it ends, so it should be
     * short.
     *
     * @return completes after the work, exceptionally with what it throws
     */
    public CompletableFuture<Void> between(Runnable work) {
        Entry.Between entry = new Entry.Between(work, new CompletableFuture<>());
        add(entry);
        return entry.onDisk();
    }

    private void add(Entry entry) {
        if (unwritten.incrementAndGet() > MOST_UNWRITTEN) {
            unwritten.decrementAndGet();
            refuse(entry, new IllegalStateException(MOST_UNWRITTEN + " entries wait in memory already; " + failing));
            return;
        }
        entry.onDisk().whenComplete((done, failure) -> unwritten.decrementAndGet());
        waiting.add(entry);
        if (ended) {
            refuseWhatWaits();
        }
    }

    /** How many entries wait to be written, those being tried at present among them. */
    public int backlog() {
        return unwritten.get();
    }

    /** How many entries, records and open calls, the store has refused for good. */
    public long refused() {
        return refused.get();
    }

    /** Why the store takes nothing at present; null when it does. */
    public @Nullable String failing() {
        return failing;
    }

    private void write() {
        List<Entry> batch = new ArrayList<>(MOST_PER_BATCH);
        boolean busy = false;
        while (!closing || !waiting.isEmpty()) {
            try {
                batch.add(waiting.take());
                waiting.drainTo(batch, MOST_PER_BATCH - 1);
                if (busy) {
                    LockSupport.parkNanos(GATHERING.toNanos());
                    waiting.drainTo(batch, MOST_PER_BATCH - batch.size());
                }
                busy = batch.size() > 1;
                writeInOrder(batch);
                batch.clear();
            } catch (InterruptedException e) {
                // Nobody should interrupt this thread; what waits is still written.
                LOG.warn("The thread {} was interrupted and goes on", writer.getName());
            }
        }
        ended = true;
        refuseWhatWaits();
    }

    private void writeInOrder(List<Entry> entries) {
        int from = 0;
        for (int at = 0; at < entries.size(); at++) {
            if (entries.get(at) instanceof Entry.Between between) {
                commitUntilDone(entries.subList(from, at));
                run(between);
                from = at + 1;
            }
        }
        commitUntilDone(entries.subList(from, entries.size()));
    }

    private static void run(Entry.Between between) {
        try {
            between.work().run();
            between.onDisk().complete(null);
        } catch (RuntimeException | Error e) {
            between.onDisk().completeExceptionally(e);
        }
    }

    private void commitUntilDone(List<Entry> batch) {
        if (batch.isEmpty()) {
            return;
        }
        Duration pause = FIRST_PAUSE;
        int refusals = 0;
        while (true) {
            Throwable failure = commit(batch);
            if (failure == null) {
                recovered();
                return;
            }
            boolean works = works();
            if (works) {
                recovered();
            } else {
                failed(failure);
            }
            if (works && batch.size() > 1) {
                // Something in the batch is at fault: write the entries one by one.
                batch.forEach(entry -> commitUntilDone(List.of(entry)));
                return;
            }
            refusals += works ? 1 : 0;
            if (refusals == MOST_REFUSALS || System.nanoTime() > giveUpAt) {
                batch.forEach(entry -> refuse(entry, failure));
                return;
            }
            sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    private boolean works() {
        try {
            return store.check().ok();
        } catch (RuntimeException | Error e) {
            LOG.debug("The store could not even be checked", e);
            return false;
        }
    }

    private @Nullable Throwable commit(List<Entry> entries) {
        List<OpenCall> opened = new ArrayList<>();
        List<UsageRecord> settled = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry instanceof Entry.Open open) {
                opened.add(open.call());
            } else if (entry instanceof Entry.Settled settle) {
                settled.add(settle.record());
            }
        }
        if (!opened.isEmpty() || !settled.isEmpty()) {
            try {
                store.append(new UsageBatch(opened, settled));
            } catch (RuntimeException | Error e) {
                return e;
            }
        }
        if (!settled.isEmpty()) {
            tell(settled);
        }
        for (Entry entry : entries) {
            if (entry instanceof Entry.Open open) {
                open.onDisk().complete(open.call());
            } else if (entry instanceof Entry.Settled settle) {
                settle.onDisk().complete(settle.record());
            }
        }
        return null;
    }

    private void tell(List<UsageRecord> records) {
        for (UsageListener listener : listeners) {
            try {
                listener.appended(records);
            } catch (RuntimeException | Error e) {
                LOG.warn("A usage listener failed; the records are kept", e);
            }
        }
    }

    private void refuseWhatWaits() {
        for (Entry entry = waiting.poll(); entry != null; entry = waiting.poll()) {
            if (entry instanceof Entry.Between between) {
                between.onDisk().cancel(false);
            } else {
                refuse(entry, new IllegalStateException("the meter is closed"));
            }
        }
    }

    private void refuse(Entry entry, Throwable failure) {
        refused.incrementAndGet();
        LOG.error("The store refused an entry for good: {}", entry, failure);
        entry.onDisk().completeExceptionally(failure);
    }

    private void failed(Throwable failure) {
        if (failing == null) {
            LOG.error("The store takes nothing; calls wait in memory until it does", failure);
        }
        failing = String.valueOf(failure.getMessage());
    }

    private void recovered() {
        if (failing != null) {
            LOG.info("The store takes records again");
            failing = null;
        }
    }

    private void sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            LOG.warn("The thread {} was interrupted and goes on", writer.getName());
        }
    }

    /** Writes what waits, for at most 15 seconds, and ends the thread. Entries that could not be written fail and are logged. */
    @Override
    public void close() {
        closing = true;
        giveUpAt = System.nanoTime() + CLOSING_TIME.toNanos();
        waiting.add(new Entry.Between(() -> {}, new CompletableFuture<>())); // wakes the thread up
        try {
            writer.join(CLOSING_TIME.toMillis() + 5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
