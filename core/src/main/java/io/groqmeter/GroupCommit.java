package io.groqmeter;

import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the queue's entries to the store, some at a time, and tells the listeners. While the store fails it tries again; an entry that
 * the store refuses time and again although it works is given up, told of and counted.
 *
 * <p>One thread writes; any may ask.
 */
final class GroupCommit {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final int MOST_REFUSALS = 4;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final UsageSink store;
    private final List<UsageListener> listeners;
    private final AtomicLong refused = new AtomicLong();
    private volatile @Nullable String failing;
    private volatile long giveUpAt = Long.MAX_VALUE;

    GroupCommit(UsageSink store, List<UsageListener> listeners) {
        this.store = store;
        this.listeners = List.copyOf(listeners);
    }

    /** Writes entries in their order, and does the work that stands between them. Each is done when this returns. */
    void write(List<QueueEntry> entries) {
        int from = 0;
        for (int at = 0; at < entries.size(); at++) {
            if (entries.get(at) instanceof QueueEntry.Between between) {
                commitUntilDone(entries.subList(from, at));
                between.run();
                from = at + 1;
            }
        }
        commitUntilDone(entries.subList(from, entries.size()));
    }

    private void commitUntilDone(List<QueueEntry> batch) {
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

    private @Nullable Throwable commit(List<QueueEntry> entries) {
        List<OpenCall> opened = new ArrayList<>();
        List<UsageRecord> settled = new ArrayList<>(entries.size());
        for (QueueEntry entry : entries) {
            if (entry instanceof QueueEntry.Open open) {
                opened.add(open.call());
            } else if (entry instanceof QueueEntry.Settled settle) {
                settle.rest().ifPresent(opened::add);
                settled.add(settle.record());
            }
        }
        try {
            store.append(new UsageBatch(opened, settled));
        } catch (RuntimeException | Error e) {
            return e;
        }
        if (!settled.isEmpty()) {
            tell(settled);
        }
        for (QueueEntry entry : entries) {
            if (entry instanceof QueueEntry.Open open) {
                open.done().complete(open.call());
            } else if (entry instanceof QueueEntry.Settled settle) {
                settle.done().complete(settle.record());
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

    /** Gives an entry up. Any thread. */
    void refuse(QueueEntry entry, Throwable failure) {
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
        return failing;
    }

    /** From that moment on, by {@link System#nanoTime}, entries that cannot be written at once are given up. */
    void giveUpAt(long nanos) {
        giveUpAt = nanos;
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
