package io.groqmeter.cli.doctor;

import io.groqmeter.access.KeyBook;
import io.groqmeter.cli.books.Books;
import io.groqmeter.cli.books.DamageNotes;
import io.groqmeter.cli.books.DamageText;
import io.groqmeter.cli.books.GatewayLock;
import io.groqmeter.cli.books.InstallationSecret;
import io.groqmeter.cli.books.Policies;
import io.groqmeter.cli.books.RunMarker;
import io.groqmeter.cli.console.CliException;
import io.groqmeter.cli.settings.Setting;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.sqlite.SqliteUsageStore;
import io.groqmeter.store.PolicyStore;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.journal.JournalDamage;
import io.groqmeter.store.journal.JournalOwner;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks for damage: what starts have found and nobody has read, and, where no gateway runs, what the next one will find. */
final class DamageCheck {

    private final Settings settings;
    private final InstantSource clock;
    private final DamageText text;

    DamageCheck(Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.text = new DamageText(settings.locale());
    }

    List<CheckResult> run() {
        Path folder = settings.data();
        List<String> damage = new ArrayList<>(new DamageNotes(folder, clock).lines());
        if (!damage.isEmpty()) {
            damage.add(text.until(folder));
        }
        if (!settings.choice(Setting.STORE).equals("memory") && !GatewayLock.isTaken(folder)) {
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
        if (settings.choice(Setting.STORE).equals("sqlite") && Books.areIn(folder)) {
            try (SqliteUsageStore store = SqliteUsageStore.openReadOnly(folder.resolve(Books.DATABASE))) {
                damage.addAll(text.of(said.reached(), store.progress()));
            }
        }
    }

    /** As the next start will know them; none where it will make another secret. */
    private Set<String> marks(Path folder) {
        Optional<byte[]> secret = InstallationSecret.find(folder);
        if (secret.isEmpty()) {
            return Set.of();
        }
        try (PolicyStore policies = Policies.openToRead(settings)) {
            return new KeyBook(policies, secret.get(), clock).marks();
        }
    }
}
