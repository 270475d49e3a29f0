package io.groqmeter.cli.doctor;

import io.groqmeter.access.KeyBook;
import io.groqmeter.cli.books.DamageNotes;
import io.groqmeter.cli.books.DamageText;
import io.groqmeter.cli.books.GatewayLock;
import io.groqmeter.cli.books.InstallationSecret;
import io.groqmeter.cli.books.ReadOnlyBooks;
import io.groqmeter.cli.books.RunMarker;
import io.groqmeter.cli.console.CliException;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.journal.JournalDamage;
import io.groqmeter.store.journal.JournalOwner;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Checks for damage: what starts have found and nobody has removed, and, if no gateway runs, what the next one will find. */
final class DamageCheck {

    private final Settings settings;
    private final ReadOnlyBooks books;
    private final InstantSource clock;
    private final DamageText text;

    DamageCheck(Settings settings, ReadOnlyBooks books, InstantSource clock) {
        this.settings = settings;
        this.books = books;
        this.clock = clock;
        this.text = new DamageText(settings.locale());
    }

    List<CheckResult> run() {
        Path folder = settings.data();
        List<String> damage = new ArrayList<>(new DamageNotes(folder, clock).lines());
        if (!damage.isEmpty()) {
            damage.add(text.until(folder));
        }
        if (settings.persistent() && books.problem().isEmpty() && !GatewayLock.isTaken(folder)) {
            try {
                left(folder, damage);
            } catch (CliException | IllegalArgumentException | UsageStoreException e) {
                damage.add(e.getMessage());
            }
        }
        return damage.stream().map(line -> CheckResult.fault("damage", line)).toList();
    }

    private void left(Path folder, List<String> damage) {
        RunMarker.Said said = RunMarker.before(folder).orElse(RunMarker.Said.NOTHING);
        JournalOwner owner = new JournalOwner("", marks(folder), said.journal(), clock, told -> {});
        JournalDamage.in(folder, owner).map(text::of).ifPresent(damage::add);
        books.database().ifPresent(store -> damage.addAll(text.of(said.reached(), store.progress())));
    }

    /** As the next start will see them; none if it will make another secret. */
    private Set<String> marks(Path folder) {
        return InstallationSecret.find(folder)
                .map(secret -> new KeyBook(books.policies(), secret, clock).marks())
                .orElseGet(Set::of);
    }
}
