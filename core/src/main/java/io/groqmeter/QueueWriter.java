package io.groqmeter;

import io.groqmeter.store.UsageSink;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.journal.CallJournal;
import io.groqmeter.text.Plural;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes to the store: what waits in the journal and what waits in memory, in the order in which it came. Methods that
 * are not private may be called by any thread.
 */
final class QueueWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(QueueWriter.class);
    private static final int MOST_PER_BATCH = 1_024;

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

    private static final Duration REREADING = Duration.ofSeconds(1);

    private static final Duration CLOSING_TIME = Duration.ofSeconds(15);

    private final @Nullable CallJournal journal;
    private final GroupCommit commit;
    private final MemoryQueue inMemory;
    private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();
    private final Thread writer;

    /** How many of the journal's entries are done. Of the writing thread. */
    private long taken;

    /** Whether what waits in the journal is left to the next start. Of the writing thread. */
    private boolean gaveUp;

    private volatile boolean idle;
    private volatile boolean closing;
    private volatile boolean ended;

    QueueWriter(UsageSink store, @Nullable CallJournal journal, List<UsageListener> listeners) {
        this.journal = journal;
        this.inMemory = new MemoryQueue(journal);
        this.commit = new GroupCommit(store, journal, listeners, new WhileFailing());
        this.writer = new Thread(this::write, "groqmeter-writer");
        writer.setDaemon(true);
    }

    void start() {
        writer.start();
    }

    @Nullable
    String failing() {
        return commit.failing();
    }

    long refused() {
        return commit.refused();
    }

    int unwritten() {
        return inMemory.unwritten();
    }

    boolean isThisThread() {
        return Thread.currentThread() == writer;
    }

    /** Why work between batches cannot be done now. */
    UsageStoreException behind() {
        return new UsageStoreException(
                Plural.of(journal == null ? 0 : journal.waiting().records(), "record waits", "records wait")
                        + " in the journal until the database takes them");
    }

    /** Runs work soon, whether the store takes anything or not. */
    void soon(Runnable task) {
        work.add(task);
        wake(true);
    }

    /** Has an entry written after all that has come before. */
    void add(QueueEntry.InMemory entry) {
        if (!inMemory.add(entry)) {
            commit.refuse(
                    entry,
                    new IllegalStateException(
                            MemoryQueue.MOST + " entries wait in memory already; " + commit.failing()));
            return;
        }
        wake(true);
        if (ended) {
            refuseWhatWaits();
        }
    }

    /**
     * Tells that something waits in the journal.
     *
     * @param awaited whether somebody waits: then the writing thread is not to gather more
     */
    void wake(boolean awaited) {
        if (idle || awaited) {
            LockSupport.unpark(writer);
        }
        if (journal != null && !inMemory.isEmpty() && commit.failing() != null) {
            inMemory.failBetween(this::behind);
        }
    }

    private void write() {
        boolean busy = false;
        while (awaitSomething()) {
            runWork();
            gather(busy);
            busy = writeSome();
        }
        runWork();
        ended = true;
        refuseWhatWaits();
    }

    /** Whether there is something to do; false at the end. */
    private boolean awaitSomething() {
        forgetInterrupt();
        while (nothingWaits()) {
            if (closing) {
                return false;
            }
            idle = true;
            if (nothingWaits() && !closing) {
                LockSupport.park(this);
            }
            idle = false;
            forgetInterrupt();
        }
        return !gaveUp;
    }

    /** Nobody should interrupt this thread: a file that it then reads or writes is closed. What waits is still written. */
    private void forgetInterrupt() {
        if (Thread.interrupted()) {
            LOG.warn("The thread {} was interrupted and goes on", writer.getName());
        }
    }

    private boolean nothingWaits() {
        return inMemory.isEmpty()
                && work.isEmpty()
                && (journal == null || journal.waiting().count() == 0);
    }

    private void runWork() {
        for (Runnable task = work.poll(); task != null; task = work.poll()) {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                LOG.warn("Work on the writing thread failed", e);
            }
        }
    }

    /** Lets more come in: for long while nobody waits, else for a moment where there was more before. */
    private void gather(boolean busy) {
        if (!inMemory.isEmpty()) {
            if (busy) {
                LockSupport.parkNanos(this, GATHERING.toNanos());
            }
            return;
        }
        long end = System.nanoTime() + FOLLOWING.toNanos();
        for (long left = FOLLOWING.toNanos(); left > 0; left = end - System.nanoTime()) {
            if (closing || !inMemory.isEmpty() || !work.isEmpty() || journalFull()) {
                return;
            }
            LockSupport.parkNanos(this, left);
        }
    }

    private boolean journalFull() {
        return journal == null || journal.waiting().count() >= MOST_PER_BATCH;
    }

    /** Writes what comes first; whether that was more than one entry. */
    private boolean writeSome() {
        MemoryQueue.Marked first = inMemory.peek();
        if (journal != null && (first == null || first.after() > taken)) {
            return writeKept(journal, first == null ? MOST_PER_BATCH : first.after() - taken);
        }
        List<QueueEntry.InMemory> batch = new ArrayList<>();
        while (first != null && first.after() <= taken && batch.size() < MOST_PER_BATCH) {
            inMemory.poll();
            if (first.entry() instanceof QueueEntry.Between between) {
                writeMemory(batch);
                batch.clear();
                between.run();
            } else {
                batch.add(first.entry());
            }
            first = inMemory.peek();
        }
        return writeMemory(batch);
    }

    private boolean writeMemory(List<QueueEntry.InMemory> batch) {
        if (!batch.isEmpty()) {
            commit.write(batch);
        }
        return batch.size() > 1;
    }

    private boolean writeKept(CallJournal kept, long most) {
        List<QueueEntry.Kept> batch = new ArrayList<>();
        try {
            kept.waiting()
                    .next((int) Math.min(most, MOST_PER_BATCH))
                    .forEach(call -> batch.add(new QueueEntry.Kept(call)));
        } catch (UsageStoreException e) {
            LOG.error("What waits cannot be read", e);
            LockSupport.parkNanos(this, REREADING.toNanos());
            gaveUp = closing;
            return false;
        }
        if (!batch.isEmpty()) {
            gaveUp = !commit.write(batch);
        }
        taken = kept.waiting().taken();
        return batch.size() > 1;
    }

    /** What is done while the store takes nothing. On the writing thread. */
    private final class WhileFailing implements GroupCommit.Failing {

        @Override
        public void meanwhile() {
            runWork();
            if (journal == null) {
                return;
            }
            inMemory.failBetween(QueueWriter.this::behind);
            inMemory.moveToJournal();
            // Once more: what those that have come meanwhile wait for may have moved behind them.
            inMemory.failBetween(QueueWriter.this::behind);
        }

        @Override
        public boolean keep(QueueEntry.InMemory entry) {
            return inMemory.keep(entry);
        }

        @Override
        public boolean leave() {
            return closing && inMemory.isEmpty();
        }
    }

    private void refuseWhatWaits() {
        inMemory.drain(entry -> {
            if (entry instanceof QueueEntry.Between between) {
                between.done().cancel(false);
            } else if (!inMemory.keep(entry)) {
                commit.refuse(entry, new IllegalStateException("the meter is closed"));
            }
        });
    }

    /**
     * Writes what waits, for at most 15 seconds, and ends the thread. What the journal has and the store does not take stays there for the
     * next start; entries in memory that could not be written fail and are logged.
     */
    @Override
    public void close() {
        commit.giveUpAt(System.nanoTime() + CLOSING_TIME.toNanos());
        closing = true;
        LockSupport.unpark(writer);
        try {
            writer.join(CLOSING_TIME.toMillis() + 5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
