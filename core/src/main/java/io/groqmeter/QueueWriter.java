package io.groqmeter;

import io.groqmeter.store.UsageSink;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.journal.CallJournal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    /** A pause after something other than the store has failed. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private static final Duration CLOSING_TIME = Duration.ofSeconds(15);

    private final @Nullable CallJournal journal;
    private final @Nullable JournalReader reader;
    private final GroupCommit commit;
    private final MemoryQueue inMemory;
    private final WriterTasks tasks = new WriterTasks();
    private final WhileFailing whileFailing = new WhileFailing();
    private final Thread writer;

    /** What has left memory and is not done. Of the writing thread. */
    private final List<QueueEntry.InMemory> batch = new ArrayList<>();

    /** How many of the journal's entries are done. Of the writing thread. */
    private long written;

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
        this.reader = journal == null ? null : new JournalReader(journal.waiting(), commit);
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

    UsageStoreException behind() {
        return inMemory.behind();
    }

    /** Runs work soon, whether the store takes anything or not. */
    void soon(Runnable task) {
        tasks.add(task);
        wake(true);
    }

    /** Has an entry written after all that has come before. */
    void add(QueueEntry.InMemory entry) {
        if (!inMemory.add(entry)) {
            if (entry instanceof QueueEntry.Between) {
                entry.done().completeExceptionally(inMemory.behind());
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
            inMemory.failBetween();
        }
    }

    private void write() {
        try {
            boolean goesOn = true;
            while (goesOn) {
                goesOn = round();
            }
            tasks.run();
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
            tasks.run();
            gather(busy);
            busy = writeSome();
        } catch (RuntimeException | Error e) {
            commit.failed(e);
            gaveUp = closing && commit.isTimeUp();
            GroupCommit.sleep(PAUSE);
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
                && tasks.isEmpty()
                && (journal == null || journal.waiting().count() == 0);
    }

    /** Lets more come in: for long while nobody waits, else for a moment where there was more before. */
    private void gather(boolean busy) {
        if (!inMemory.isEmpty()) {
            if (busy) {
                Gathering.briefly(this);
            }
            return;
        }
        Gathering.followers(this, () -> closing || !inMemory.isEmpty() || !tasks.isEmpty() || journalFull());
    }

    private boolean journalFull() {
        return journal == null || journal.waiting().count() >= MOST_PER_BATCH;
    }

    /** Writes what comes first; whether that was more than one entry. */
    private boolean writeSome() {
        MemoryQueue.Marked first = inMemory.peek();
        if (batch.isEmpty() && reader != null && (first == null || first.after() > written)) {
            return writeJournalled(reader, first == null ? MOST_PER_BATCH : first.after() - written);
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

    private boolean writeJournalled(JournalReader reader, long most) {
        List<QueueEntry.Journalled> next = reader.next((int) Math.min(most, MOST_PER_BATCH), closing);
        if (next == null) {
            whileFailing.meanwhile();
            gaveUp = closing;
        } else if (!next.isEmpty()) {
            gaveUp = !commit.writeJournalled(next) || closing && commit.isTimeUp();
        }
        written = reader.taken();
        return next != null && next.size() > 1;
    }

    /** What is done while the store takes nothing. On the writing thread. */
    private final class WhileFailing implements GroupCommit.Failing {

        @Override
        public void meanwhile() {
            tasks.run();
            if (journal != null) {
                inMemory.moveToJournal();
                // Only now: what work between batches waits for may have moved behind it.
                inMemory.failBetween();
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
