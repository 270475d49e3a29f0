package io.groqmeter;

import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.journal.CallJournal;
import io.groqmeter.text.Plural;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What waits in memory to be written, because no journal has taken it. Any thread. */
final class MemoryQueue {

    /** What may wait: some 2 KiB each, a quarter of the heap together. */
    static final int MOST = (int) Math.min(1_000_000, Runtime.getRuntime().maxMemory() / 4 / 2_048);

    private final @Nullable CallJournal journal;
    private final Consumer<QueueEntry.InMemory> again;
    private final Queue<Marked> entries = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unwritten = new AtomicInteger();

    /**
     * An entry in memory.
     *
     * @param after how many entries of the journal come before it
     */
    record Marked(QueueEntry.InMemory entry, long after) {}

    /** @param again told of an entry that had moved to the journal before its disk failed: only the store can take it now */
    MemoryQueue(@Nullable CallJournal journal, Consumer<QueueEntry.InMemory> again) {
        this.journal = journal;
        this.again = again;
    }

    /** @return false when there are too many already */
    boolean add(QueueEntry.InMemory entry) {
        if (entry instanceof QueueEntry.Between) {
            return unwritten.get() < MOST && enqueue(entry);
        }
        if (unwritten.incrementAndGet() > MOST) {
            unwritten.decrementAndGet();
            return false;
        }
        entry.done().whenComplete((done, failure) -> unwritten.decrementAndGet());
        return enqueue(entry);
    }

    /** Puts one at the end that was taken away without being done. */
    boolean enqueue(QueueEntry.InMemory entry) {
        return entries.add(
                new Marked(entry, journal == null ? 0 : journal.waiting().added()));
    }

    /** How many wait to be written, those being tried at present among them. */
    int unwritten() {
        return unwritten.get();
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    @Nullable
    Marked peek() {
        return entries.peek();
    }

    /** Takes the first one away. */
    @Nullable
    Marked poll() {
        return entries.poll();
    }

    /** Refuses work between batches: what it waits for does not come into the store now. */
    void failBetween() {
        for (Iterator<Marked> all = entries.iterator(); all.hasNext(); ) {
            if (all.next().entry() instanceof QueueEntry.Between between) {
                all.remove();
                between.done().completeExceptionally(behind());
            }
        }
    }

    /** Why work between batches cannot be done now. */
    UsageStoreException behind() {
        return new UsageStoreException(
                Plural.of(journal == null ? 0 : journal.waiting().records(), "record waits", "records wait")
                        + " in the journal until the database takes them");
    }

    /** Moves there what the journal takes now. */
    void moveToJournal() {
        moveToJournal(entries, Marked::entry);
    }

    /** Moves there what the journal takes now of a batch, out of it. */
    void moveToJournal(List<QueueEntry.InMemory> batch) {
        moveToJournal(batch, entry -> entry);
    }

    /** Up to the first one that it does not take: each attempt on a full disk costs a write that fails. */
    private <T> void moveToJournal(Collection<T> from, Function<T, QueueEntry.InMemory> entry) {
        for (Iterator<T> all = from.iterator(); all.hasNext(); ) {
            QueueEntry.InMemory next = entry.apply(all.next());
            if (isMovable(next)) {
                if (!moveToJournal(next)) {
                    return;
                }
                all.remove();
            }
        }
    }

    /** One in flight stays: its record, which may be in the journal by now, is not to be overtaken. */
    private static boolean isMovable(QueueEntry.InMemory entry) {
        return entry instanceof QueueEntry.Settled
                || entry instanceof QueueEntry.Open open && open.call().unsettled() != null;
    }

    /** Whether an entry is in the journal now. */
    boolean moveToJournal(QueueEntry.InMemory entry) {
        if (journal == null) {
            return false;
        }
        if (entry instanceof QueueEntry.Settled settled && journal.settle(settled.record(), settled.rest())) {
            whenFlushed(journal, settled, () -> settled.done().complete(settled.record()));
            return true;
        }
        if (entry instanceof QueueEntry.Open open && isMovable(open) && journal.open(open.call())) {
            whenFlushed(journal, open, () -> open.done().complete(open.call()));
            return true;
        }
        return false;
    }

    private void whenFlushed(CallJournal moved, QueueEntry.InMemory entry, Runnable done) {
        moved.flushed().whenComplete((flushed, failure) -> {
            if (failure == null) {
                done.run();
            } else {
                again.accept(entry);
            }
        });
    }

    /** Takes all away. */
    void drain(Consumer<QueueEntry.InMemory> taker) {
        for (Marked marked = entries.poll(); marked != null; marked = entries.poll()) {
            taker.accept(marked.entry());
        }
    }
}
