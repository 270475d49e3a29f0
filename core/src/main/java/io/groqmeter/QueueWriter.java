package io.groqmeter;

import io.groqmeter.store.UsageSink;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.journal.CallJournal;
import io.groqmeter.store.journal.WaitingCalls;
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

    /** A pause after something other than the store has failed: mostly the reading of the journal. */
    private static final Duration REREADING = Duration.ofMillis(100);

    private static final int MOST_READINGS = 10;

    private static final Duration CLOSING_TIME = Duration.ofSeconds(15);

    private final @Nullable CallJournal journal;
    private final GroupCommit commit;
    private final MemoryQueue inMemory;
    private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();
    private final WhileFailing whileFailing = new WhileFailing();
    private final Thread writer;

    /** What has left memory and is not done. Of the writing thread. */
    private final List<QueueEntry.InMemory> batch = new ArrayList<>();

    /** How many of the journal's entries are done. Of the writing thread. */
    private long written;

    /** How often the first of those in the journal could not be read. Of the writing thread. */
    private int unreadable;

    /** Whether the last batch was not alone. Of the writing thread. */
    private boolean busy;

    /** Whether what waits in the journal is left to the next start. Of the writing thread. */
    private boolean gaveUp;

    private volatile boolean idle;
    private volatile boolean closing;
    private volatile boolean ended;

    QueueWriter(UsageSink store, @Nullable CallJournal journal, List<UsageListener> listeners) {
        this.journal = journal;
        this.inMemory = new MemoryQueue(journal, this::again);
        this.commit = new GroupCommit(store, journal, listeners, whileFailing);
        this.writer = new Thread(this::write, "groqmeter-writer");
        writer.setDaemon(true);
    }

    void start() {
        writer.start();
    }

    @Nullable
    String failing() {
        return ended && !closing ? "the thread that writes to it has ended" : commit.failing();
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
            if (entry instanceof QueueEntry.Between) {
                entry.done().completeExceptionally(behind());
                return;
            }
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
        try {
            boolean goesOn = true;
            while (goesOn) {
                goesOn = round();
            }
            runWork();
        } finally {
            batch.forEach(this::refuseLate);
            batch.clear();
            ended = true;
            refuseWhatWaits();
        }
    }

    /** One round of the writing thread, which nothing may end: calls would wait for ever. False after the last. */
    private boolean round() {
        try {
            if (!awaitSomething()) {
                return false;
            }
            runWork();
            gather(busy);
            busy = writeSome();
        } catch (RuntimeException | Error e) {
            commit.failed(e);
            gaveUp = closing && commit.isTimeUp();
            GroupCommit.sleep(REREADING);
        }
        return true;
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
        return batch.isEmpty()
                && inMemory.isEmpty()
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
        if (batch.isEmpty() && journal != null && (first == null || first.after() > written)) {
            return writeJournalled(journal.waiting(), first == null ? MOST_PER_BATCH : first.after() - written);
        }
        while (first != null && first.after() <= written && batch.size() < MOST_PER_BATCH) {
            if (first.entry() instanceof QueueEntry.Between between) {
                if (!batch.isEmpty()) {
                    break;
                }
                inMemory.poll();
                between.run();
            } else {
                inMemory.poll();
                batch.add(first.entry());
            }
            first = inMemory.peek();
        }
        int size = batch.size();
        commit.writeMemory(batch);
        batch.clear();
        return size > 1;
    }

    private boolean writeJournalled(WaitingCalls waiting, long most) {
        List<QueueEntry.Journalled> next = new ArrayList<>();
        try {
            waiting.next((int) Math.min(most, MOST_PER_BATCH))
                    .forEach(call -> next.add(new QueueEntry.Journalled(call)));
            unreadable = 0;
        } catch (UsageStoreException e) {
            unreadable(waiting, e);
            return false;
        }
        if (!next.isEmpty()) {
            gaveUp = !commit.writeJournalled(next) || closing && commit.isTimeUp();
        }
        written = waiting.taken();
        return next.size() > 1;
    }

    /** The first of those that wait cannot be read. After some attempts it is passed over, so that what is behind it can go on. */
    private void unreadable(WaitingCalls waiting, UsageStoreException e) {
        commit.failed(e);
        whileFailing.meanwhile();
        gaveUp = closing;
        if (++unreadable < MOST_READINGS || closing) {
            GroupCommit.sleep(REREADING);
            return;
        }
        LOG.error("A call cannot be read and stays in the journal until the next start", e);
        unreadable = 0;
        commit.strand(waiting);
        written = waiting.taken();
    }

    /** What is done while the store takes nothing. On the writing thread. */
    private final class WhileFailing implements GroupCommit.Failing {

        @Override
        public void meanwhile() {
            runWork();
            if (journal != null) {
                inMemory.moveToJournal();
                // Only now: what work between batches waits for may have moved behind it.
                inMemory.failBetween(QueueWriter.this::behind);
            }
        }

        @Override
        public void moveToJournal(List<QueueEntry.InMemory> tried) {
            inMemory.moveToJournal(tried);
        }

        @Override
        public boolean leave() {
            return closing && inMemory.isEmpty();
        }
    }

    /** Has one written again after the disk of the journal failed under it. The journal's flushing thread. */
    private void again(QueueEntry.InMemory entry) {
        inMemory.enqueue(entry);
        wake(true);
        if (ended) {
            refuseWhatWaits();
        }
    }

    private void refuseWhatWaits() {
        inMemory.drain(this::refuseLate);
    }

    private void refuseLate(QueueEntry.InMemory entry) {
        if (entry instanceof QueueEntry.Between between) {
            between.done().cancel(false);
        } else if (!inMemory.moveToJournal(entry)) {
            commit.refuse(entry, new IllegalStateException("the meter is closed"));
        }
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
