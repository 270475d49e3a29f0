package io.groqmeter.store.journal;

import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStoreException;
import java.nio.file.Path;
import java.util.List;

/** What a folder's journal held at one moment, whichever process writes it or has left it. */
public final class JournalSnapshot {

    private final CallJournal.Contents contents;

    private JournalSnapshot(CallJournal.Contents contents) {
        this.contents = contents;
    }

    /** @throws UsageStoreException when the journal cannot be read */
    public static JournalSnapshot of(Path folder, JournalOwner owner) {
        return new JournalSnapshot(CallJournal.read(folder, owner));
    }

    /** The same when its process is gone: damage is told, and what is damaged kept aside. */
    static JournalSnapshot left(Path folder, JournalOwner owner) {
        SlotReading found = CallJournal.look(folder);
        JournalSnapshot snapshot = new JournalSnapshot(CallJournal.contents(folder, found, owner));
        JournalDamage.of(found, owner).ifPresent(damage -> {
            var aside = CallJournal.keepAside(folder, owner.clock().instant());
            owner.told().accept(aside.map(damage::keptIn).orElse(damage));
        });
        return snapshot;
    }

    /**
     * Brings it into a store, as the next start does: records that the store has change nothing.
     *
     * @param aside the folder where a record is put that the store refuses although it works
     * @throws UsageStoreException when the store takes nothing
     */
    public void into(UsageStore store, Path aside) {
        new JournalRecovery(store, aside).append(contents.settled());
        List<OpenCall> left = JournalingUsageStore.left(contents.open(), store);
        if (!left.isEmpty()) {
            store.append(new UsageBatch(left, List.of()));
        }
    }
}
