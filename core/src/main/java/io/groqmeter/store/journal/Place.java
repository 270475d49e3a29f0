package io.groqmeter.store.journal;

/**
 * Where a content is in a {@link SlotFile}.
 *
 * @param slot its first slot
 * @param more its other slots
 */
record Place(int slot, int... more) {

    private static final int[] NONE = {};

    Place(int slot) {
        this(slot, NONE);
    }
}
