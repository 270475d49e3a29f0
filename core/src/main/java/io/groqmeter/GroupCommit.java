package io.groqmeter;

import io.groqmeter.store.OpenCall;
import io.groqmeter.store.RecordRefusedException;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageSink;
import io.groqmeter.store.journal.CallJournal;
import io.groqmeter.store.journal.WaitingCall;
import io.groqmeter.store.journal.WaitingCalls;
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
 * can never hold ({@link RecordRefusedException}) is given up, told of and counted, and so are those in memory when time is up.
 *
 * <p>One thread writes; any may ask.
 */
final class GroupCommit {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
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

        /** Takes away the entries that the journal has now. */
        void moveToJournal(List<QueueEntry.InMemory> batch);

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
     * Writes what waits in the journal, in its order.
     *
     * @return whether each is done; false when the rest of them stays in the journal for the next start
     */
    boolean writeJournalled(List<QueueEntry.Journalled> batch) {
        for (Duration pause = FIRST_PAUSE; ; pause = longer(pause)) {
            boolean last = whileFailing.leave();
            Throwable failure = commit(batch);
            if (failure == null) {
                return true;
            }
            if (failure instanceof RecordRefusedException) {
                if (batch.size() > 1) {
                    return batch.stream().allMatch(entry -> writeJournalled(List.of(entry)));
                }
                refuse(batch.get(0), failure);
                return true;
            }
            if (last || isTimeUp()) {
                return false;
            }
            whileFailing.meanwhile();
            sleep(pause);
        }
    }

    /** Writes what waits in memory, in its order, until each entry is done, in the journal, or given up. */
    void writeMemory(List<QueueEntry.InMemory> batch) {
        for (Duration pause = FIRST_PAUSE; !batch.isEmpty(); pause = longer(pause)) {
            Throwable failure = commit(batch);
            if (failure == null) {
                return;
            }
            if (failure instanceof RecordRefusedException) {
                if (batch.size() > 1) {
                    batch.forEach(entry -> writeMemory(new ArrayList<>(List.of(entry))));
                } else {
                    recovered();
                    refuse(batch.get(0), failure);
                }
                return;
            }
            whileFailing.moveToJournal(batch);
            whileFailing.meanwhile();
            if (isTimeUp()) {
                batch.forEach(entry -> refuse(entry, failure));
                return;
            }
            sleep(pause);
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }

    /** Whether entries that cannot be written at once are given up by now. */
    boolean isTimeUp() {
        return System.nanoTime() > giveUpAt;
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
        } catch (RecordRefusedException e) {
            return e;
        } catch (RuntimeException | Error e) {
            failed(e);
            return e;
        } finally {
            began = NOT_WRITING;
        }
        recovered();
        done(entries, settled);
        return null;
    }

    private void done(List<? extends QueueEntry> entries, List<UsageRecord> settled) {
        List<UsageRecord> fresh = settled;
        boolean left = false;
        if (journal != null && entries.get(0) instanceof QueueEntry.Journalled) {
            List<WaitingCall> calls = new ArrayList<>(entries.size());
            for (QueueEntry entry : entries) {
                if (entry instanceof QueueEntry.Journalled journalled) {
                    calls.add(journalled.waiting());
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
                LOG.warn("A usage listener failed; the store has the records", e);
            }
        }
    }

    private void refuse(QueueEntry.Journalled entry, Throwable failure) {
        recovered();
        refused.incrementAndGet();
        if (journal != null) {
            journal.waiting().refuse(entry.waiting(), failure);
        }
    }

    /** Leaves the first of those that wait in the journal where it is, for the next start: it cannot be read. */
    void strand(WaitingCalls waiting) {
        refused.incrementAndGet();
        waiting.strand();
        recovered();
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

    /** Tells that nothing comes into the store, and why. On the thread that writes. */
    void failed(Throwable failure) {
        if (failing == null) {
            LOG.error(
                    "Nothing comes into the store; calls wait in {} until it does",
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

    static void sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            LOG.warn(
                    "The thread {} was interrupted and goes on",
                    Thread.currentThread().getName());
        }
    }
}
