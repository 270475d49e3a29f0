package io.groqmeter;

import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageSink;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.journal.CallJournal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The boundary between the threads that carry calls and the one thread that writes to the store.
 *
 * <p>Where there is a journal, a call is safe when that has it, in the calling thread, and follows into the store in a large batch. What
 * the journal cannot take, and all where there is none, waits in memory and is waited for: whatever has come in while one transaction was
 * being written is the next transaction. Nothing is ever dropped: while the store fails, entries wait and are tried again
 * ({@link GroupCommit}).
 */
public final class UsageQueue implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UsageQueue.class);

    /** How long a reader waits for what was settled before: longer than it takes to see that the store takes nothing. */
    private static final Duration CATCHING_UP = Duration.ofSeconds(2);

    /** How often it looks meanwhile whether the store has stopped taking anything. */
    private static final Duration LOOKING_UP = Duration.ofMillis(20);

    private final UsageSink store;
    private final @Nullable CallJournal journal;
    private final QueueWriter writer;

    /** A queue without a journal. It does not close the store. */
    public UsageQueue(UsageSink store, List<UsageListener> listeners) {
        this(store, null, listeners);
    }

    /**
     * Starts the writing thread. The queue closes neither the journal nor the store.
     *
     * @param journal where calls wait for the store; null where they wait in memory
     * @param listeners who hears of records once they are stored
     */
    public UsageQueue(UsageSink store, @Nullable CallJournal journal, List<UsageListener> listeners) {
        this.store = store;
        this.journal = journal;
        this.writer = new QueueWriter(store, journal, listeners);
        writer.start();
    }

    /** Where it writes. */
    UsageSink sink() {
        return store;
    }

    /**
     * The books as readers of this process see them: with each call that had settled when they were asked.
     *
     * @throws IllegalStateException when they are not kept here
     */
    public UsageStore store() {
        if (store instanceof UsageStore books) {
            return new ReadYourWritesStore(books, this, journal);
        }
        throw new IllegalStateException(
                "the books are not kept here: " + store.check().detail() + "; ask the gateway");
    }

    // ---- a call comes ------------------------------------------------------------------------------------------

    /**
     * Records a call as open, or as unsettled. Any thread. The future is complete on return where a journal takes the call and nobody has
     * to wait for the disk.
     */
    public CompletableFuture<OpenCall> open(OpenCall call) {
        if (journal != null && journal.open(call)) {
            if (call.unsettled() != null) {
                writer.wake(false);
            }
            return whenFlushed(journal, call, () -> inMemory(call));
        }
        return inMemory(call);
    }

    private CompletableFuture<OpenCall> inMemory(OpenCall call) {
        QueueEntry.Open entry = new QueueEntry.Open(call, new CompletableFuture<>());
        writer.add(entry);
        return entry.done();
    }

    /** Appends a record and closes its open call. */
    public CompletableFuture<UsageRecord> settle(UsageRecord record) {
        return settle(record, Optional.empty());
    }

    /**
     * Appends a record, and what its call may have cost beyond it: both or neither. Any thread. The future is complete on return where a
     * journal takes the record and nobody has to wait for the disk; it comes into the store soon, and {@link #catchUp} waits for that.
     * Else the future completes on another thread, after the listeners.
     */
    public CompletableFuture<UsageRecord> settle(UsageRecord record, Optional<OpenCall> rest) {
        if (journal != null && journal.settle(record, rest)) {
            writer.wake(false);
            return whenFlushed(journal, record, () -> inMemory(record, rest));
        }
        return inMemory(record, rest);
    }

    private CompletableFuture<UsageRecord> inMemory(UsageRecord record, Optional<OpenCall> rest) {
        QueueEntry.Settled entry = new QueueEntry.Settled(record, rest, new CompletableFuture<>());
        writer.add(entry);
        return entry.done();
    }

    /** @param otherwise what completes when the store has it: the disk failed */
    private static <T> CompletableFuture<T> whenFlushed(
            CallJournal journal, T value, Supplier<CompletableFuture<T>> otherwise) {
        CompletableFuture<Void> flushed = journal.flushed();
        if (flushed.isDone() && !flushed.isCompletedExceptionally()) {
            return CompletableFuture.completedFuture(value);
        }
        return flushed.handle(
                        (done, failure) -> failure == null ? CompletableFuture.completedFuture(value) : otherwise.get())
                .thenCompose(result -> result);
    }

    /**
     * Runs work on the writing thread when all that was handed over before is in the store, and nothing that comes after: what it
     * reads there is exactly that, but for calls that were opened at once meanwhile. Nothing is written until it ends, so it should be
     * short.
     *
     * @return completes after the work, exceptionally with what it throws, or when calls wait in the journal because the store takes
     *     nothing
     */
    public CompletableFuture<Void> between(Runnable between) {
        if (journal != null && writer.failing() != null) {
            return CompletableFuture.failedFuture(writer.behind());
        }
        QueueEntry.Between entry = new QueueEntry.Between(between, new CompletableFuture<>());
        writer.add(entry);
        return entry.done();
    }

    /** Runs work on the writing thread soon, whether the store takes anything or not. */
    void soon(Runnable task) {
        writer.soon(task);
    }

    // ---- questions ---------------------------------------------------------------------------------------------

    /**
     * Waits until the store has every record whose {@link #settle} has returned: some milliseconds. Not while the store takes nothing,
     * never for more than two seconds, and not on the writing thread.
     */
    public void catchUp() {
        if (journal == null || journal.waiting().count() == 0 || writer.failing() != null || writer.isThisThread()) {
            return;
        }
        CompletableFuture<Void> caughtUp = between(() -> {});
        long end = System.nanoTime() + CATCHING_UP.toNanos();
        while (writer.failing() == null && !caughtUp.isDone() && System.nanoTime() < end) {
            try {
                caughtUp.get(LOOKING_UP.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (TimeoutException | ExecutionException | CancellationException e) {
                LOG.trace("The store is {} records behind", journal.waiting().count(), e);
            }
        }
        if (!caughtUp.isDone()) {
            caughtUp.cancel(false);
        }
    }

    /** How many entries wait to be written, in the journal or in memory, those being tried at present among them. */
    public int backlog() {
        return writer.unwritten() + (journal == null ? 0 : journal.waiting().count());
    }

    private int journalled() {
        return journal == null ? 0 : journal.waiting().records();
    }

    /** How many records are on disk but not in the sums and lists, because the store takes nothing at present. */
    public int spooled() {
        catchUp();
        return writer.failing() == null ? 0 : journalled();
    }

    /** How many entries, records and open calls, the store has refused for good. */
    public long refused() {
        return writer.refused();
    }

    /** Why the store takes nothing at present; null when it does. */
    @Nullable
    String trouble() {
        return writer.failing();
    }

    /** What keeps calls at present from going through the journal into the store; null when nothing does. None is lost. */
    public @Nullable String problem() {
        String trouble = writer.failing();
        return trouble == null ? journalProblem() : trouble;
    }

    /** Why calls wait in memory for the store until the next start; null when the journal takes them or there is none. */
    @Nullable
    String journalProblem() {
        String failure = journal == null ? null : journal.lastingFailure();
        return journal == null || failure == null ? null : journal.path() + " cannot be written: " + failure;
    }

    /** Why calls wait in memory at present, and not on disk; null when they do not. */
    public @Nullable String failing() {
        String trouble = writer.failing();
        if (trouble == null || journal == null) {
            return trouble;
        }
        String failure = journal.failure();
        return failure == null ? null : trouble + "; nor can " + journal.path() + " be written: " + failure;
    }

    /**
     * Writes what waits, for at most 15 seconds, and ends the thread. What the journal has and the store does not take stays there for the
     * next start; entries in memory that could not be written fail and are logged.
     */
    @Override
    public void close() {
        writer.close();
    }
}
