package io.groqmeter.cli.books;

import io.groqmeter.access.KeyBook;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.sqlite.SqliteUsageStore;
import io.groqmeter.store.Durability;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.journal.CallJournal;
import io.groqmeter.store.journal.JournalDamage;
import io.groqmeter.store.journal.JournalOwner;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** What a gateway finds damaged in its data folder as it starts, and has to tell of from then on. */
public final class Damage {

    private final Path folder;
    private final Settings settings;
    private final InstantSource clock;
    private final KeyBook keys;
    private final RunMarker mark;
    private final RunMarker.Said left;
    private final DamageText text;
    private final DamageNotes notes;

    /** @param keys under the folder's secret */
    public Damage(Settings settings, InstantSource clock, KeyBook keys, RunMarker mark) {
        this.folder = settings.data();
        this.settings = settings;
        this.clock = clock;
        this.keys = keys;
        this.mark = mark;
        this.left = RunMarker.before(folder).orElse(RunMarker.Said.NOTHING);
        this.text = new DamageText(settings.locale());
        this.notes = new DamageNotes(folder, clock);
    }

    /** Books that were just opened, before anything is added to them. */
    public void lookAt(UsageStore books) {
        if (books instanceof SqliteUsageStore sqlite) {
            text.of(left.reached(), sqlite.progress()).forEach(notes::add);
        }
    }

    /**
     * Opens the journal before the books; notes what is wrong with the one that an earlier process left.
     *
     * @param reserve bytes of the disk to write in advance, for when it is full
     * @param reason why calls that are in flight in it were left
     */
    public CallJournal journal(UsageStore books, Durability durability, int reserve, byte[] secret, String reason) {
        mark.journalGoes();
        CallJournal journal = CallJournal.open(
                folder,
                new JournalOwner(KeyBook.mark(secret), keys.marks(), left.journal(), clock, this::note),
                durability,
                reserve,
                reason);
        mark.begin(true, books);
        return journal;
    }

    /** The journal is about to end in good order. */
    public void ending() {
        mark.ending();
    }

    private void note(JournalDamage damage) {
        notes.add(text.of(damage));
    }

    /** What to say at the start: all that nobody has read yet. */
    public List<String> notices() {
        List<String> lines = new ArrayList<>(notes.lines());
        if (!lines.isEmpty()) {
            lines.add(text.until(folder));
        }
        return lines;
    }

    /** All there is to tell now, caller keys of another secret among it. */
    public List<String> now() {
        List<String> lines = notices();
        try {
            DeadKeys.of(keys, settings.locale()).ifPresent(lines::add);
        } catch (UsageStoreException e) {
            // Whoever checks the books says so.
        }
        return lines;
    }
}
