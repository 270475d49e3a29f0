package io.groqmeter;

import io.groqmeter.store.journal.CallJournal;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What waits in memory to be written, because no journal has taken it. Any thread. */
final class MemoryQueue {

    /** What may wait: some 2 KiB each, a quarter of the heap together. */
    static final int MOST = (int) Math.min(1_000_000, Runtime.getRuntime().maxMemory() / 4 / 2_048);

    private final @Nullable CallJournal journal;
    private final Queue<Marked> entries = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unwritten = new AtomicInteger();

    /**
     * An entry in memory.
     *
     * @param after how many entries of the journal come before it
     */
    record Marked(QueueEntry.InMemory entry, long after) {}

    MemoryQueue(@Nullable CallJournal journal) {
        this.journal = journal;
    }

    /** @return false when there are too many already */
    boolean add(QueueEntry.InMemory entry) {
        if (unwritten.incrementAndGet() > MOST) {
            unwritten.decrementAndGet();
            return false;
        }
        entry.done().whenComplete((done, failure) -> unwritten.decrementAndGet());
        entries.add(new Marked(entry, journal == null ? 0 : journal.waiting().added()));
        return true;
    }

    /** How many wait, those being tried at present among them. */
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
    void failBetween(Supplier<? extends Exception> why) {
        for (Iterator<Marked> all = entries.iterator(); all.hasNext(); ) {
            if (all.next().entry() instanceof QueueEntry.Between between) {
                all.remove();
                between.done().completeExceptionally(why.get());
            }
        }
    }

    /** Moves what the journal takes now there. */
    void moveToJournal() {
        for (Iterator<Marked> all = entries.iterator(); all.hasNext(); ) {
            if (keep(all.next().entry())) {
                all.remove();
            }
        }
    }

    /** Whether the journal has taken an entry. */
    boolean keep(QueueEntry.InMemory entry) {
        if (journal == null) {
            return false;
        }
        if (entry instanceof QueueEntry.Settled settled && journal.settle(settled.record(), settled.rest())) {
            journal.flushed().whenComplete((done, failure) -> settled.done().complete(settled.record()));
            return true;
        }
        // One in flight stays: its record, which may be in the journal by now, is not to be overtaken.
        if (entry instanceof QueueEntry.Open open && open.call().unsettled() != null && journal.open(open.call())) {
            journal.flushed().whenComplete((done, failure) -> open.done().complete(open.call()));
            return true;
        }
        return false;
    }

    /** Takes all away. */
    void drain(Consumer<QueueEntry.InMemory> taker) {
        for (Marked marked = entries.poll(); marked != null; marked = entries.poll()) {
            taker.accept(marked.entry());
        }
    }
}
