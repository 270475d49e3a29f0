package io.groqmeter.cli.books;

import io.groqmeter.sqlite.SqliteUsageStore;
import io.groqmeter.store.Durability;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.journal.JournalingUsageStore;
import io.groqmeter.text.Plural;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
        List<UsageRecord> late = late();
        if (late.isEmpty()) {
            return Optional.empty();
        }
        if (GatewayLock.isTaken(folder)) {
            return Optional.of(Plural.of(late.size(), "call has", "calls have")
                    + " settled but not been counted here yet; the running gateway"
                    + " updates the books as soon as it can");
        }
        Path database = folder.resolve(Books.DATABASE);
        try (UsageStore store = SqliteUsageStore.open(database, books.calendar(), Durability.PROCESS)) {
            store.append(UsageBatch.of(late));
            return Optional.empty();
        } catch (UsageStoreException e) {
            return Optional.of("a gateway died after settling " + Plural.of(late.size(), "call")
                    + " that could not be written to the books: " + e.getMessage() + "; its next start tries again");
        }
    }

    /** Those that are not in the books, after a moment in which a running gateway can bring them there. */
    public List<UsageRecord> late() {
        List<UsageRecord> late = JournalingUsageStore.unwritten(books, folder, InstallationSecret.owner(folder));
        return late.isEmpty() || !GatewayLock.isTaken(folder) ? late : await(late);
    }

    private List<UsageRecord> await(List<UsageRecord> late) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        List<UsageRecord> left = late;
        while (!left.isEmpty() && System.nanoTime() < end) {
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
            left = left.stream()
                    .filter(record -> books.find(record.id()).isEmpty())
                    .toList();
        }
        return left;
    }
}
