package io.groqmeter;

import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The boundary between the threads that carry calls and the one thread that writes to the store.
 *
 * <p>A record that the sink can keep by itself survives the process at once, in the calling thread, and follows into the store in a large
 * batch. Any other is waited for: whatever has come in while one transaction was being written is the next transaction. Nothing is ever
 * dropped: while the store fails, entries wait and are tried again ({@link GroupCommit}).
 */
public final class UsageQueue implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UsageQueue.class);
    private static final int MOST_PER_BATCH = 1_024;

    /** What may wait in memory: some 2 KiB each, a quarter of the heap together. What comes then is refused, told of and counted. */
    private static final int MOST_UNWRITTEN =
            (int) Math.min(1_000_000, Runtime.getRuntime().maxMemory() / 4 / 2_048);

    /** When more waits, the store is too slow for the calls: then they wait for it again, so that it is not left ever further behind. */
    private static final int MOST_FOLLOWING = Math.min(8_192, MOST_UNWRITTEN / 2);

    /**
     * How long a batch of records that nobody waits for gathers more. A transaction of one record costs 30 µs, of a hundred 8 each; a
     * reader cuts it short.
     */
    private static final Duration FOLLOWING = Duration.ofMillis(10);

    /**
     * How long a batch that is waited for gathers more, after one that was not alone. On a busy core the writing thread wakes for every
     * call or two; waiting makes batches of ten: 22 → 17 µs of CPU a record.
     */
    private static final Duration GATHERING = Duration.ofNanos(100_000);

    /** How long a reader waits for what was settled before: longer than a spool in front of the store does. */
    private static final Duration CATCHING_UP = Duration.ofSeconds(2);

    /** How often it looks meanwhile whether the store has stopped taking anything. */
    private static final Duration LOOKING_UP = Duration.ofMillis(20);

    private static final Duration CLOSING_TIME = Duration.ofSeconds(15);

    private final UsageSink store;
    private final GroupCommit commit;
    private final BlockingQueue<QueueEntry> waiting = new LinkedBlockingQueue<>();
    private final AtomicInteger unwritten = new AtomicInteger();
    private final AtomicInteger following = new AtomicInteger();
    private final Thread writer;
    private volatile boolean awaited;
    private volatile boolean closing;
    private volatile boolean ended;

    /** Starts the writing thread. The queue does not close the store. */
    public UsageQueue(UsageSink store, List<UsageListener> listeners) {
        this.store = store;
        this.commit = new GroupCommit(store, listeners);
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
        QueueEntry.Open entry = new QueueEntry.Open(call, new CompletableFuture<>());
        add(entry);
        return entry.done();
    }

    /**
     * Appends a record and closes its open call. Any thread. The future is complete on return where the sink can keep a record without
     * waiting; it comes into the store soon, and {@link #catchUp} waits for that. Else the future completes on the writing thread, after
     * the listeners.
     */
    public CompletableFuture<UsageRecord> settle(UsageRecord record) {
        return settle(record, Optional.empty());
    }

    /**
     * The same for a call that may have cost more than its record says. Both are written in one transaction, which is waited for, so
     * that never the record alone is there.
     */
    public CompletableFuture<UsageRecord> settle(UsageRecord record, Optional<OpenCall> rest) {
        boolean kept = rest.isEmpty() && !ended && unwritten.get() < MOST_FOLLOWING && store.trySettle(record);
        QueueEntry.Settled entry = new QueueEntry.Settled(
                record, rest, kept, kept ? CompletableFuture.completedFuture(record) : new CompletableFuture<>());
        add(entry);
        return entry.done();
    }

    /**
     * Runs work on the writing thread when all that was handed over before is in the store, and nothing that comes after: what it
     * reads there is exactly that, but for calls that were opened at once meanwhile. Nothing is written until it ends, so it should be
     * short.
     *
     * @return completes after the work, exceptionally with what it throws
     */
    public CompletableFuture<Void> between(Runnable work) {
        QueueEntry.Between entry = new QueueEntry.Between(work, new CompletableFuture<>());
        add(entry);
        return entry.done();
    }

    /**
     * Waits until the store has every record whose {@link #settle} has returned: some milliseconds. Not while the store takes nothing,
     * never for more than two seconds, and not on the writing thread.
     */
    public void catchUp() {
        if (following.get() == 0 || commit.failing() != null || Thread.currentThread() == writer) {
            return;
        }
        CompletableFuture<Void> caughtUp = between(() -> {});
        long end = System.nanoTime() + CATCHING_UP.toNanos();
        while (commit.failing() == null && !caughtUp.isDone() && System.nanoTime() < end) {
            try {
                caughtUp.get(LOOKING_UP.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (TimeoutException | ExecutionException | CancellationException e) {
                LOG.trace("The store is {} records behind", following.get(), e);
            }
        }
    }

    private void add(QueueEntry entry) {
        if (unwritten.incrementAndGet() > MOST_UNWRITTEN) {
            unwritten.decrementAndGet();
            commit.refuse(
                    entry, new IllegalStateException(MOST_UNWRITTEN + " entries wait in memory already; " + failing()));
            return;
        }
        if (entry.awaited()) {
            entry.done().whenComplete((done, failure) -> unwritten.decrementAndGet());
        } else {
            following.incrementAndGet();
        }
        waiting.add(entry);
        if (entry.awaited() && !awaited) {
            awaited = true;
            LockSupport.unpark(writer);
        }
        if (ended) {
            refuseWhatWaits();
        }
    }

    /** Those who are waited for are counted by their futures. */
    private void over(QueueEntry entry) {
        if (!entry.awaited()) {
            following.decrementAndGet();
            unwritten.decrementAndGet();
        }
    }

    /** How many entries wait to be written, those being tried at present among them. */
    public int backlog() {
        return unwritten.get();
    }

    /** How many records the sink keeps that are not in the store yet. */
    public int following() {
        return following.get();
    }

    /** How many entries, records and open calls, the store has refused for good. */
    public long refused() {
        return commit.refused();
    }

    /** Why the store takes nothing at present; null when it does. */
    public @Nullable String failing() {
        return commit.failing();
    }

    private void write() {
        List<QueueEntry> batch = new ArrayList<>(MOST_PER_BATCH);
        boolean busy = false;
        while (!closing || !waiting.isEmpty()) {
            try {
                QueueEntry first = waiting.take();
                batch.add(first);
                gather(first.awaited(), busy);
                // An entry that is waited for may come meanwhile, or be left for the next batch: then that is not to
                // wait.
                awaited = waiting.size() >= MOST_PER_BATCH;
                waiting.drainTo(batch, MOST_PER_BATCH - 1);
                busy = batch.size() > 1;
                commit.write(batch);
                batch.forEach(this::over);
                batch.clear();
            } catch (InterruptedException e) {
                // Nobody should interrupt this thread; what waits is still written.
                LOG.warn("The thread {} was interrupted and goes on", writer.getName());
            }
        }
        ended = true;
        refuseWhatWaits();
    }

    /** Lets more come in: for long while nobody waits, else for a moment where there was more before. */
    private void gather(boolean firstAwaited, boolean busy) {
        if (firstAwaited) {
            if (busy) {
                LockSupport.parkNanos(GATHERING.toNanos());
            }
            return;
        }
        long end = System.nanoTime() + FOLLOWING.toNanos();
        for (long left = FOLLOWING.toNanos(); left > 0; left = end - System.nanoTime()) {
            if (awaited || closing || waiting.size() >= MOST_PER_BATCH) {
                return;
            }
            LockSupport.parkNanos(this, left);
        }
    }

    private void refuseWhatWaits() {
        for (QueueEntry entry = waiting.poll(); entry != null; entry = waiting.poll()) {
            if (entry instanceof QueueEntry.Between between) {
                between.done().cancel(false);
            } else {
                commit.refuse(entry, new IllegalStateException("the meter is closed"));
                over(entry);
            }
        }
    }

    /** Writes what waits, for at most 15 seconds, and ends the thread. Entries that could not be written fail and are logged. */
    @Override
    public void close() {
        closing = true;
        commit.giveUpAt(System.nanoTime() + CLOSING_TIME.toNanos());
        waiting.add(new QueueEntry.Between(() -> {}, new CompletableFuture<>())); // wakes the thread up
        LockSupport.unpark(writer);
        try {
            writer.join(CLOSING_TIME.toMillis() + 5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
