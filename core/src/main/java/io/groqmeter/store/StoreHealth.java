package io.groqmeter.store;

/**
 * Whether a store works.
 *
 * @param ok whether calls can be put on disk now
 * @param behind whether they wait on disk because the store itself takes nothing
 * @param detail where it is and, when something is wrong, what it is and how to mend it; one line
 */
public record StoreHealth(boolean ok, boolean behind, String detail) {

    /** The health of a store that nothing waits in front of. */
    public StoreHealth(boolean ok, String detail) {
        this(ok, false, detail);
    }

    /** The health of a store that takes nothing, while calls wait on disk before it. */
    public static StoreHealth behind(String detail) {
        return new StoreHealth(true, true, detail);
    }
}
