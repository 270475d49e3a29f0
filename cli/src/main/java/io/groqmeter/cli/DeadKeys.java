package io.groqmeter.cli;

import io.groqmeter.access.CallerKey;
import io.groqmeter.access.KeyBook;
import io.groqmeter.report.Wording;
import io.groqmeter.store.PolicyStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The caller keys of a data folder that let nobody in because the folder's secret is not the one they were made under. */
final class DeadKeys {

    private DeadKeys() {}

    /** Their names. Changes nothing: a folder without a secret gets none. */
    static List<String> in(Path folder, PolicyStore policies, InstantSource clock) {
        Optional<byte[]> secret = InstallationSecret.find(folder);
        KeyBook book = new KeyBook(policies, secret.orElseGet(InstallationSecret::passing), clock);
        List<CallerKey> dead = secret.isPresent()
                ? book.dead()
                : book.all().stream()
                        .filter(key -> key.state(clock.instant()) == CallerKey.State.VALID)
                        .toList();
        return dead.stream().map(CallerKey::name).toList();
    }

    /** What to say of them; empty when there are none. */
    static Optional<String> told(List<String> names, Locale locale) {
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(Wording.beside(DeadKeys.class, locale)
                        .say("keys.dead", names.size(), names.stream().collect(Collectors.joining(", "))));
    }
}
