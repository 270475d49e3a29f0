package io.groqmeter.store.journal;

import java.util.BitSet;

/** Which slots of a file are free. Not thread-safe. */
final class FreeSlots {

    private final BitSet free = new BitSet();
    private int count;
    private int lowest = 1;

    int count() {
        return count;
    }

    /** The lowest free slot, so that the end of the file becomes free again; negative when there is none. */
    int take() {
        int slot = free.nextSetBit(lowest);
        if (slot >= 0) {
            free.clear(slot);
            count--;
            lowest = slot + 1;
        }
        return slot;
    }

    void add(int slot) {
        free.set(slot);
        count++;
        lowest = Math.min(lowest, slot);
    }

    /** Adds all from the one to before the other. */
    void add(int from, int to) {
        free.set(from, to);
        count += to - from;
        lowest = Math.min(lowest, from);
    }

    /** Takes those away that hold something. */
    void remove(BitSet used) {
        free.andNot(used);
        count = free.cardinality();
    }

    /** Takes all away from the one to before the other. */
    void remove(int from, int to) {
        free.clear(from, to);
        count = free.cardinality();
    }

    /** The last slot before that one which is not free. */
    int lastUsed(int before) {
        return free.previousClearBit(before - 1);
    }
}
