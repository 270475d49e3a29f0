package io.groqmeter.store.json;

/** Where the record of an id lies, for millions of ids in 24 bytes each (and as much again free). Ids stay; none is removed. */
final class IdIndex {

    /** Three numbers a slot: the hash's two halves and the place; place 0 is a free slot. */
    private long[] slots = new long[3 * 1024];

    private int size;

    /** The place put down for the id; 0 when there is none. */
    long get(String id) {
        int slot = slot(slots, Hash.of(id));
        return slots[slot + 2];
    }

    boolean contains(String id) {
        return get(id) != 0;
    }

    /**
     * Puts an id down, unless it is there.
     *
     * @param place greater than 0
     * @return whether it was new
     */
    boolean putIfAbsent(String id, long place) {
        Hash hash = Hash.of(id);
        int slot = slot(slots, hash);
        if (slots[slot + 2] != 0) {
            return false;
        }
        set(slots, slot, hash, place);
        size++;
        if (size > slots.length / 3 / 2) {
            grow();
        }
        return true;
    }

    int size() {
        return size;
    }

    private void grow() {
        long[] larger = new long[Math.multiplyExact(slots.length, 2)];
        for (int slot = 0; slot < slots.length; slot += 3) {
            if (slots[slot + 2] != 0) {
                Hash hash = new Hash(slots[slot], slots[slot + 1]);
                set(larger, slot(larger, hash), hash, slots[slot + 2]);
            }
        }
        slots = larger;
    }

    /** The slot of the hash, or the free one where it belongs. */
    private static int slot(long[] slots, Hash hash) {
        int count = slots.length / 3;
        int number = (int) Long.remainderUnsigned(hash.low(), count);
        while (true) {
            int slot = number * 3;
            boolean free = slots[slot + 2] == 0;
            if (free || (slots[slot] == hash.high() && slots[slot + 1] == hash.low())) {
                return slot;
            }
            number = number + 1 == count ? 0 : number + 1;
        }
    }

    private static void set(long[] slots, int slot, Hash hash, long place) {
        slots[slot] = hash.high();
        slots[slot + 1] = hash.low();
        slots[slot + 2] = place;
    }
}
