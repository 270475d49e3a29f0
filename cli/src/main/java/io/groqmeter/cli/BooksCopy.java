package io.groqmeter.cli;

import io.groqmeter.jdbc.SqliteUsageStore;
import io.groqmeter.store.Durability;
import io.groqmeter.store.ForwardingUsageStore;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.journal.JournalSnapshot;
import io.groqmeter.store.journal.JournalingUsageStore;
import io.groqmeter.store.spool.SpoolingUsageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;

/**
 * A copy of a folder's database as it will be once everything that waits beside it has come in: what is in the journal and in the
 * spool.
 */
final class BooksCopy {

    private BooksCopy() {}

    /**
     * Makes it, also while a gateway writes the books. Every call whose answer ended before this began is in it, once: a record leaves
     * the journal, and the spool, only after it is in what is read next. Calls in flight are in it as open.
     *
     * @param to an empty folder; the database is all that is in it afterwards, but for what the books refused
     */
    static void make(Path folder, Path to) throws IOException {
        JournalSnapshot journal = JournalSnapshot.of(folder);
        SpoolingUsageStore.copy(folder, to);
        Path database = to.resolve(Books.DATABASE);
        SqliteUsageStore.copy(folder.resolve(Books.DATABASE), database);
        try (UsageStore store = SqliteUsageStore.openInItsZone(database, ZoneId.systemDefault(), Durability.PROCESS)) {
            SpoolingUsageStore.drain(to, store);
            journal.into(store, to);
        }
    }

    /** Whether something waits that no gateway takes in, and a command that only reads cannot or must not. */
    static boolean needed(Path folder, SqliteUsageStore books) {
        boolean untouchable = books.older() || !Files.isWritable(folder);
        return untouchable
                && !GatewayLock.isTaken(folder)
                && (SpoolingUsageStore.spooled(folder) > 0
                        || !JournalingUsageStore.unwritten(books, folder).isEmpty());
    }

    /** Makes it for as long as it is read. */
    static UsageStore toRead(Path folder) {
        try {
            PassingFolder passing = PassingFolder.make();
            make(folder, passing.path());
            UsageStore copy = SqliteUsageStore.openReadOnly(passing.path().resolve(Books.DATABASE));
            return new ForwardingUsageStore(copy) {
                @Override
                public void close() {
                    super.close();
                    passing.closeQuietly();
                }
            };
        } catch (IOException e) {
            throw Complaint.failed(
                    "cannot copy the books in " + folder + " to read them with what waits beside them (" + e + ")", e);
        }
    }
}
