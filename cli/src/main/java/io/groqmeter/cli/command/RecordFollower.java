package io.groqmeter.cli.command;

import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStore.Positioned;
import java.util.List;

/** Returns the records appended to a store after it started to follow. Not thread-safe. */
final class RecordFollower {

    private static final int AT_ONCE = 500;

    private final UsageStore store;
    private long position;

    /** Follows from the store's current end. */
    RecordFollower(UsageStore store) {
        this.store = store;
        this.position = end(store);
    }

    /** The records appended since the last call, oldest first, at most 500. */
    List<UsageRecord> next() {
        List<Positioned> come = store.after(position, AT_ONCE);
        if (!come.isEmpty()) {
            position = come.get(come.size() - 1).position();
        }
        return come.stream().map(Positioned::record).toList();
    }

    /** The last position, found by doubling and halving, because a store only returns what is after a position. */
    private static long end(UsageStore store) {
        long before = -1;
        long end = 1;
        while (!store.after(end, 1).isEmpty()) {
            before = end;
            end *= 2;
        }
        while (end - before > 1) {
            long middle = before + (end - before) / 2;
            if (store.after(middle, 1).isEmpty()) {
                end = middle;
            } else {
                before = middle;
            }
        }
        return end;
    }
}
