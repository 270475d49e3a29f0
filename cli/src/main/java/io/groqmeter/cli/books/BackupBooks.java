package io.groqmeter.cli.books;

import io.groqmeter.cli.console.CliException;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.sqlite.SqliteUsageStore;
import io.groqmeter.store.Durability;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.json.JsonFileUsageStore;
import io.groqmeter.usage.UsageCalendar;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/** The books of a backup: how they get into one, and what they say in it. */
public final class BackupBooks {

    /** What backups say of books in a database. */
    public static final String SQLITE = "sqlite";

    /** What backups of earlier versions say of books in the first tool's files. */
    public static final String JSON = "json";

    private BackupBooks() {}

    /**
     * Requires that there is something to back up.
     *
     * @throws CliException when there is not
     */
    public static void require(Settings settings) {
        if (!settings.persistent()) {
            throw CliException.misused("the memory store keeps nothing that could be backed up; leave out --store");
        }
        if (!Books.areIn(settings.data())) {
            throw CliException.failed("there are no books in " + settings.data()
                    + " yet, so there is nothing to back up; name their folder with --data");
        }
    }

    /** Writes a folder's books into another one with all that waits beside them. */
    public static void copy(Path folder, Path to) throws IOException {
        BooksCopy.make(folder, to);
    }

    /**
     * Reads all of the books that a backup says are of that kind.
     *
     * @param calendar of books in JSON files, which tell none
     */
    public static BackupContents.Figures figures(
            String kind, Path folder, UsageCalendar calendar, InstantSource clock) {
        if (kind.equals(JSON)) {
            try (UsageStore books = JsonFileUsageStore.open(folder, calendar, Durability.PROCESS)) {
                return BackupContents.Figures.of(books, books.check(), clock);
            }
        }
        try (SqliteUsageStore books = SqliteUsageStore.openReadOnly(folder.resolve(Books.DATABASE))) {
            return BackupContents.Figures.of(books, books.verify(), clock);
        }
    }
}
