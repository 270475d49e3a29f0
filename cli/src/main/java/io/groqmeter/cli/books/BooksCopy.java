package io.groqmeter.cli.books;

import io.groqmeter.cli.console.CliException;
import io.groqmeter.cli.console.TemporaryFolder;
import io.groqmeter.sqlite.SqliteUsageStore;
import io.groqmeter.store.Durability;
import io.groqmeter.store.ForwardingUsageStore;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.journal.EarlierSpool;
import io.groqmeter.store.journal.JournalOwner;
import io.groqmeter.store.journal.JournalSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;

/**
 * A copy of a folder's database as it will be once everything that waits beside it has come in: what is in the journal, or in the spool of
 * an earlier version.
 */
final class BooksCopy {

    private static final List<String> WAITING = List.of(EarlierSpool.NAME, "calls.refused", "usage_spool.refused");

    private BooksCopy() {}

    /**
     * Makes it, also while a gateway writes the books. Every call whose answer ended before this began is in it, once: a record leaves
     * the journal, and the spool, only after it is in what is read next. Calls in flight are in it as open.
     *
     * @param to an empty folder; the database is all that is in it afterwards, but for what the books refused
     */
    static void make(Path folder, Path to) throws IOException {
        JournalSnapshot.copy(folder, to);
        copyWaiting(folder, to);
        Path database = to.resolve(Books.DATABASE);
        SqliteUsageStore.copy(folder.resolve(Books.DATABASE), database);
        try (UsageStore store = SqliteUsageStore.openInItsZone(database, ZoneId.systemDefault(), Durability.PROCESS)) {
            takeIn(to, InstallationSecret.owner(folder), store);
        }
    }

    private static void takeIn(Path folder, JournalOwner owner, UsageStore store) throws IOException {
        EarlierSpool.into(store, folder, folder);
        JournalSnapshot journal = JournalSnapshot.of(folder, owner);
        journal.into(store, folder);
        journal.openInto(store);
        Files.deleteIfExists(folder.resolve(JournalSnapshot.NAME));
        Files.deleteIfExists(folder.resolve(EarlierSpool.NAME));
    }

    private static void copyWaiting(Path folder, Path to) throws IOException {
        for (String name : WAITING) {
            try {
                Files.copy(folder.resolve(name), to.resolve(name));
            } catch (NoSuchFileException e) {
                // There is none.
            }
        }
    }

    /** Whether something waits that no gateway takes in, and a command that only reads cannot or must not. */
    static boolean needed(Path folder, SqliteUsageStore books) {
        boolean untouchable = books.older() || !Files.isWritable(folder);
        return untouchable
                && !GatewayLock.isTaken(folder)
                && (EarlierSpool.waits(folder)
                        || JournalSnapshot.of(folder, InstallationSecret.owner(folder))
                                        .late(books)
                                > 0);
    }

    /** Makes it for as long as it is read. */
    static UsageStore toRead(Path folder) {
        try {
            TemporaryFolder passing = TemporaryFolder.make();
            try {
                make(folder, passing.path());
                UsageStore copy = SqliteUsageStore.openReadOnly(passing.path().resolve(Books.DATABASE));
                return new ForwardingUsageStore(copy) {
                    @Override
                    public void close() {
                        super.close();
                        passing.closeQuietly();
                    }
                };
            } catch (IOException | RuntimeException e) {
                passing.closeQuietly();
                throw e;
            }
        } catch (IOException e) {
            throw CliException.failed(
                    "cannot copy the books in " + folder + " to read them with what waits beside them (" + e + ")", e);
        }
    }
}
