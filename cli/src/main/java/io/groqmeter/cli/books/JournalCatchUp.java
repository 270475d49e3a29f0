package io.groqmeter.cli.books;

import io.groqmeter.sqlite.SqliteUsageStore;
import io.groqmeter.store.Durability;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.journal.JournalSnapshot;
import io.groqmeter.text.Plural;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Calls of a data folder that have settled and are not in its database yet. A running gateway brings them there within milliseconds;
 * what a killed one left, whoever reads the books brings there.
 */
public final class JournalCatchUp {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long PAUSE_MILLIS = 5;

    private final Path folder;
    private final UsageStore books;

    /** @param books the database, as a reader has it open */
    public JournalCatchUp(Path folder, UsageStore books) {
        this.folder = folder;
        this.books = books;
    }

    /** Sees to it that they are in the books. What one should know when they are not. */
    Optional<String> bringIn() {
        int late = late();
        if (late == 0) {
            return Optional.empty();
        }
        if (GatewayLock.isTaken(folder)) {
            return Optional.of(Plural.of(late, "call has", "calls have")
                    + " settled but not been counted here yet; the running gateway"
                    + " updates the books as soon as it can");
        }
        Path database = folder.resolve(Books.DATABASE);
        try (UsageStore store = SqliteUsageStore.open(database, books.calendar(), Durability.PROCESS)) {
            journal().into(store);
            return Optional.empty();
        } catch (UsageStoreException e) {
            return Optional.of("a gateway died after settling " + Plural.of(late, "call")
                    + " that could not be written to the books: " + e.getMessage() + "; its next start tries again");
        }
    }

    private JournalSnapshot journal() {
        return JournalSnapshot.of(folder, InstallationSecret.owner(folder));
    }

    /** How many of those that have settled by now are not in the books, after a moment in which a running gateway can bring them there. */
    public int late() {
        JournalSnapshot first = journal();
        int late = first.late(books);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (late > 0 && GatewayLock.isTaken(folder) && System.nanoTime() < end) {
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
            late = journal().late(books, first); // anew: of very many, only the journal says how many are left
        }
        return late;
    }
}
