package io.groqmeter.store.journal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Entries by the hash of their id, several of which may have the same: a table with linear probing, because a map would take three times
 * the memory for the hundred thousands that wait in an outage. Not thread-safe.
 */
final class EntriesByHash {

    private static final int SMALLEST = 256;

    @Nullable
    private WaitingCalls.Entry[] table = new WaitingCalls.Entry[SMALLEST];

    private int count;

    void add(WaitingCalls.Entry entry) {
        if (2 * ++count > table.length) {
            resize(2 * table.length);
        }
        put(entry);
    }

    private void put(WaitingCalls.Entry entry) {
        int at = home(entry.id());
        while (table[at] != null) {
            at = next(at);
        }
        table[at] = entry;
    }

    /** Takes away an entry that is there. */
    void remove(WaitingCalls.Entry entry) {
        int gap = home(entry.id());
        while (table[gap] != entry) {
            gap = next(gap);
        }
        count--;
        // What stands behind, up to the next gap, moves up if its way begins at this one or before.
        for (int at = next(gap); table[at] != null; at = next(at)) {
            WaitingCalls.Entry other = table[at];
            if (distance(home(other.id()), at) >= distance(gap, at)) {
                table[gap] = other;
                gap = at;
            }
        }
        table[gap] = null;
        if (count == 0 && table.length > SMALLEST) {
            table = new WaitingCalls.Entry[SMALLEST];
        }
    }

    /** Those of a hash. */
    List<WaitingCalls.Entry> of(int hash) {
        List<WaitingCalls.Entry> found = new ArrayList<>(1);
        for (int at = home(hash); table[at] != null; at = next(at)) {
            WaitingCalls.Entry entry = table[at];
            if (entry.id() == hash) {
                found.add(entry);
            }
        }
        return found;
    }

    private void resize(int length) {
        @Nullable WaitingCalls.Entry[] former = table;
        table = new WaitingCalls.Entry[length];
        for (WaitingCalls.Entry entry : former) {
            if (entry != null) {
                put(entry);
            }
        }
    }

    /** Hashes of ids that count up lie side by side; multiplied, they are spread. */
    private int home(int hash) {
        return (hash * 0x9E3779B9) >>> (Integer.numberOfLeadingZeros(table.length) + 1);
    }

    private int next(int at) {
        return (at + 1) & (table.length - 1);
    }

    private int distance(int from, int to) {
        return (to - from) & (table.length - 1);
    }
}
