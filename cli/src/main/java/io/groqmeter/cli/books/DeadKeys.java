package io.groqmeter.cli.books;

import io.groqmeter.access.CallerKey;
import io.groqmeter.access.KeyBook;
import io.groqmeter.cli.console.CliMessages;
import io.groqmeter.store.PolicyStore;
import io.groqmeter.store.UsageStoreException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The caller keys of a data folder that let nobody in because the folder's secret is not the one they were made under. */
public final class DeadKeys {

    private DeadKeys() {}

    /** Their names. Changes nothing: a folder without a secret gets none. */
    public static List<String> in(Path folder, PolicyStore policies, InstantSource clock) {
        Optional<byte[]> secret = InstallationSecret.find(folder);
        KeyBook book = new KeyBook(policies, secret.orElseGet(InstallationSecret::passing), clock);
        List<CallerKey> dead = secret.isPresent()
                ? book.dead()
                : book.all().stream()
                        .filter(key -> key.state(clock.instant()) == CallerKey.State.VALID)
                        .toList();
        return dead.stream().map(CallerKey::name).toList();
    }

    /** Writes into the books which secret is in use, and gives what to say of a new one and of keys made under another. */
    public static List<String> noteSecret(KeyBook keys, boolean anew, Locale locale) {
        List<String> notices = new ArrayList<>();
        try {
            if (keys.noteSecret(anew)) {
                notices.add(CliMessages.in(locale).say("serve.secret"));
            }
            of(keys, locale).ifPresent(notices::add);
        } catch (UsageStoreException e) {
            notices.add(String.valueOf(e.getMessage())); // a disk that is full now need not be so later
        }
        return notices;
    }

    /** What to say of those of a book; empty when there are none. */
    static Optional<String> of(KeyBook keys, Locale locale) {
        return told(keys.dead().stream().map(CallerKey::name).toList(), locale);
    }

    /** What to say of them; empty when there are none. */
    public static Optional<String> told(List<String> names, Locale locale) {
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(CliMessages.in(locale)
                        .say("keys.dead", names.size(), names.stream().collect(Collectors.joining(", "))));
    }
}
