package io.groqmeter;

import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageSink;
import io.groqmeter.store.journal.CallJournal;
import io.groqmeter.store.journal.WaitingCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes entries to the store, some at a time, and tells the listeners. While the store fails it tries again; an entry that the store
 * refuses time and again although it works is given up, told of and counted.
 *
 * <p>One thread writes; any may ask.
 */
final class GroupCommit {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final int MOST_REFUSALS = 4;
    private static final long NOT_WRITING = Long.MIN_VALUE;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    /** After how long a batch that the store has not taken counts as refused by it for now: it is locked, or its disk stands still. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final UsageSink store;
    private final @Nullable CallJournal journal;
    private final List<UsageListener> listeners;
    private final Failing whileFailing;
    private final AtomicLong refused = new AtomicLong();
    private volatile @Nullable String failing;
    private volatile long began = NOT_WRITING;
    private volatile long giveUpAt = Long.MAX_VALUE;

    /** What is to be done while the store takes nothing, on the thread that writes. */
    interface Failing {

        /** Called before every other attempt. */
        void meanwhile();

        /** Whether an entry has found another place, so that it is not written here any more. */
        boolean keep(QueueEntry.InMemory entry);

        /** Whether what waits in the journal is to be left there. */
        boolean leave();
    }

    /**
     * @param journal where entries wait that nobody waits for; null where there is none
     * @param whileFailing what is done whenever the store has failed
     */
    GroupCommit(UsageSink store, @Nullable CallJournal journal, List<UsageListener> listeners, Failing whileFailing) {
        this.store = store;
        this.journal = journal;
        this.listeners = List.copyOf(listeners);
        this.whileFailing = whileFailing;
    }

    /**
     * Writes entries in their order, all of which wait in the journal, or all in memory.
     *
     * @return whether each is done; false when the rest of them waits in the journal for the next start
     */
    boolean write(List<? extends QueueEntry> batch) {
        Duration pause = FIRST_PAUSE;
        int refusals = 0;
        while (true) {
            boolean last = whileFailing.leave();
            Throwable failure = commit(batch);
            if (failure == null) {
                recovered();
                return true;
            }
            boolean works = works();
            if (works) {
                recovered();
            } else {
                failed(failure);
            }
            if (works && batch.size() > 1) {
                // Something in the batch is at fault: write the entries one by one.
                return batch.stream().allMatch(entry -> write(new ArrayList<>(List.of(entry))));
            }
            refusals += works ? 1 : 0;
            if (!works && batch.get(0) instanceof QueueEntry.Kept && (last || isTimeUp())) {
                return false;
            }
            if (refusals == MOST_REFUSALS || isTimeUp()) {
                batch.forEach(entry -> refuse(entry, failure));
                return true;
            }
            whileFailing.meanwhile();
            if (!works) {
                batch.removeIf(entry -> entry instanceof QueueEntry.InMemory inMemory && whileFailing.keep(inMemory));
                if (batch.isEmpty()) {
                    return true;
                }
            }
            sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    private boolean isTimeUp() {
        return System.nanoTime() > giveUpAt;
    }

    private boolean works() {
        try {
            return store.check().ok();
        } catch (RuntimeException | Error e) {
            LOG.debug("The store could not even be checked", e);
            return false;
        }
    }

    private @Nullable Throwable commit(List<? extends QueueEntry> entries) {
        List<OpenCall> opened = new ArrayList<>();
        List<UsageRecord> settled = new ArrayList<>(entries.size());
        String owner = journal == null ? null : journal.owner();
        for (QueueEntry entry : entries) {
            if (entry.call() != null) {
                opened.add(entry.call().ownedBy(owner));
            }
            if (entry.record() != null) {
                settled.add(entry.record());
            }
        }
        began = System.nanoTime();
        try {
            store.append(new UsageBatch(opened, settled));
        } catch (RuntimeException | Error e) {
            return e;
        } finally {
            began = NOT_WRITING;
        }
        done(entries, settled);
        return null;
    }

    private void done(List<? extends QueueEntry> entries, List<UsageRecord> settled) {
        List<UsageRecord> fresh = settled;
        boolean left = false;
        if (journal != null && entries.get(0) instanceof QueueEntry.Kept) {
            List<WaitingCall> calls = new ArrayList<>(entries.size());
            for (QueueEntry entry : entries) {
                if (entry instanceof QueueEntry.Kept kept) {
                    calls.add(kept.waiting());
                }
            }
            calls.stream().filter(WaitingCall::lost).forEach(call -> {
                refused.incrementAndGet();
                LOG.error("A call in {} cannot be read any more", journal.path());
            });
            journal.waiting().done(calls);
            left = calls.get(0).left();
            if (left) { // who hears of calls has heard of those, or asks the store
                fresh = calls.stream()
                        .filter(call -> !call.left())
                        .flatMap(call -> Stream.ofNullable(call.record()))
                        .toList();
            }
        }
        if (!fresh.isEmpty() || left) {
            tell(fresh);
        }
        for (QueueEntry entry : entries) {
            if (entry instanceof QueueEntry.Open open) {
                forget(open.call());
                open.done().complete(open.call());
            } else if (entry instanceof QueueEntry.Settled settle) {
                forget(settle.record().id());
                settle.done().complete(settle.record());
            }
        }
    }

    private void forget(OpenCall call) {
        if (call.unsettled() != null) {
            forget(call.id());
        }
    }

    private void forget(String id) {
        if (journal != null) {
            journal.forget(id);
        }
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

    private void refuse(QueueEntry entry, Throwable failure) {
        if (journal != null && entry instanceof QueueEntry.Kept kept) {
            refused.incrementAndGet();
            journal.waiting().refuse(kept.waiting(), failure);
        } else if (entry instanceof QueueEntry.InMemory inMemory) {
            refuse(inMemory, failure);
        }
    }

    /** Gives an entry up. Any thread. */
    void refuse(QueueEntry.InMemory entry, Throwable failure) {
        refused.incrementAndGet();
        LOG.error("The store refused an entry for good: {}", entry, failure);
        entry.done().completeExceptionally(failure);
    }

    /** How many entries were given up. */
    long refused() {
        return refused.get();
    }

    /** Why the store takes nothing at present; null when it does. */
    @Nullable
    String failing() {
        long since = began;
        boolean late = since != NOT_WRITING && System.nanoTime() - since > PATIENCE.toNanos();
        return failing == null && late ? "it has not taken a batch within " + PATIENCE.toMillis() + " ms" : failing;
    }

    /** From that moment on, by {@link System#nanoTime}, entries that cannot be written at once are given up. */
    void giveUpAt(long nanos) {
        giveUpAt = nanos;
    }

    private void failed(Throwable failure) {
        if (failing == null) {
            LOG.error(
                    "The store takes nothing; calls wait in {} until it does",
                    journal == null ? "memory" : journal.path(),
                    failure);
        }
        failing = String.valueOf(failure.getMessage());
    }

    private void recovered() {
        if (failing != null) {
            LOG.info("The store takes records again");
            failing = null;
        }
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            LOG.warn(
                    "The thread {} was interrupted and goes on",
                    Thread.currentThread().getName());
        }
    }
}
