package io.groqmeter.cli.books;

import io.groqmeter.cli.console.CliException;
import io.groqmeter.cli.settings.Setting;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.sqlite.SqliteUsageStore;
import io.groqmeter.store.Durability;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.json.JsonFileUsageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/** The books of a data folder as a backup takes them: of a kind of store, in files of its own. */
public final class BackupBooks {

    private final Settings settings;
    private final String store;

    private BackupBooks(Settings settings, String store) {
        this.settings = settings;
        this.store = store;
    }

    /** @throws CliException when there are none */
    public static BackupBooks of(Settings settings) {
        Path folder = settings.data();
        String store = settings.choice(Setting.STORE);
        if (store.equals("memory")) {
            throw CliException.misused(
                    "the memory store keeps nothing that could be backed up; choose another --store");
        }
        boolean json = store.equals("json");
        if (json ? !Files.exists(folder.resolve("usage_log.json")) : !Books.areIn(folder)) {
            throw CliException.failed(
                    "there are no books in " + folder + " yet, so there is nothing to back up; name their"
                            + " folder with --data" + (json ? "" : ", or their kind with --store json"));
        }
        return new BackupBooks(settings, store);
    }

    /** Those of a kind. */
    public static BackupBooks of(Settings settings, String store) {
        return new BackupBooks(settings, store);
    }

    public String store() {
        return store;
    }

    /** Writes them into a folder with all that waits beside them. */
    public void copy(Path to) throws IOException {
        if (store.equals("json")) {
            BooksCopy.makeOfJson(settings.data(), to, Books.calendar(settings));
        } else {
            BooksCopy.make(settings.data(), to);
        }
    }

    /** Reads all of them. */
    public BackupContents.Figures figures(Path folder, InstantSource clock) {
        if (store.equals("json")) {
            try (UsageStore books = JsonFileUsageStore.open(folder, Books.calendar(settings), Durability.PROCESS)) {
                return BackupContents.Figures.of(books, books.check(), clock);
            }
        }
        try (SqliteUsageStore books = SqliteUsageStore.openReadOnly(folder.resolve(Books.DATABASE))) {
            return BackupContents.Figures.of(books, books.verify(), clock);
        }
    }
}
