package io.groqmeter.store.journal;

import io.groqmeter.store.Durability;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;

/** Journals of an installation whose mark is "mine". */
final class JournalFixture {

    static final String REASON = "the process ended before the call did";

    private JournalFixture() {}

    static CallJournal open(Path folder) {
        return open(folder, "mine", 0);
    }

    static CallJournal open(Path folder, String mark, int reserve) {
        JournalOwner owner = new JournalOwner(mark, Set.of(mark), false, InstantSource.system(), damage -> {
            throw new AssertionError(damage.toString());
        });
        return CallJournal.open(folder, owner, Durability.PROCESS, reserve * SlotFile.SLOT, REASON);
    }
}
