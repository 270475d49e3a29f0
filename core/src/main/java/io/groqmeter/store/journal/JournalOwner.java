package io.groqmeter.store.journal;

import java.time.InstantSource;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Whose a folder's journal is.
 *
 * @param mark of this installation, put into its journals; empty for none
 * @param known marks of journals that are taken in; none for all. A journal without a mark always is
 * @param expected whether there must be a journal with a mark: its process has not ended in good order
 * @param clock the time, for the names of damaged files
 * @param told hears of damage before the journal is made anew
 */
public record JournalOwner(
        String mark, Set<String> known, boolean expected, InstantSource clock, Consumer<JournalDamage> told) {

    public JournalOwner {
        known = Set.copyOf(known);
    }

    /** Who takes in all journals, expects none, and is told nothing. */
    public static JournalOwner anybody() {
        return knowing(Set.of());
    }

    /** Who reads those of these marks; of all where there are none. */
    public static JournalOwner knowing(Set<String> marks) {
        return new JournalOwner("", marks, false, InstantSource.system(), damage -> {});
    }

    /** Whether the journal of another installation has that mark. */
    boolean isForeign(String found) {
        return !found.isEmpty() && !known.isEmpty() && !known.contains(found);
    }
}
