package io.groqmeter.cli.books;

import io.groqmeter.cli.console.CliMessages;
import io.groqmeter.report.Messages;
import io.groqmeter.sqlite.DatabaseProgress;
import io.groqmeter.store.journal.JournalDamage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What to say of damage: what happened, what it costs, and how to mend it. */
public final class DamageText {

    private final Messages words;

    public DamageText(Locale locale) {
        this.words = CliMessages.in(locale);
    }

    public String of(JournalDamage damage) {
        String aside = damage.aside().map(Path::getFileName).map(Path::toString).orElse("calls.journal.damaged-…");
        return switch (damage.kind()) {
            case DAMAGED -> words.say("damage.journal", damage.lost(), damage.slots(), aside);
            case GONE -> words.say("damage.journal.gone");
            case EMPTIED -> words.say("damage.journal.emptied");
            case STRANGE -> words.say("damage.journal.strange", aside);
            case FOREIGN -> words.say("damage.journal.foreign", aside);
        };
    }

    /**
     * Where a database is behind what it was.
     *
     * @param reached how far it had got when a gateway was killed
     * @param now how far it has got
     */
    public List<String> of(DatabaseProgress reached, DatabaseProgress now) {
        List<String> lines = new ArrayList<>();
        if (now.records() < reached.records()) {
            lines.add(words.say("damage.books", reached.records() - now.records()));
        }
        if (now.policies() < reached.policies()) {
            lines.add(words.say("damage.policies", reached.policies() - now.policies()));
        }
        return lines;
    }

    /** Where it is told until somebody has read it. */
    public String until(Path folder) {
        return words.say("damage.until", folder.resolve(DamageNotes.NAME).toString());
    }
}
