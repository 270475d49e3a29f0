package io.groqmeter.store.json;

import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes what the first tool left in its files over into a store, once: importing a file again, or a longer version of it, adds
 * only what is new.
 *
 * <p>An entry of {@code usage_log.json} is known by what it says and by its ordinal among entries of the file that say the same;
 * entries that groqmeter wrote are known by their record's id. Costs stay what the file says (see {@link EntryRecords}).
 * Timestamps are read in the zone of the store's calendar: a wall clock time that a clock change skipped counts as that much
 * later, one that it repeated as the first of the two.
 *
 * <p>A day of {@code daily_stats.json} is taken over as a whole where the store has nothing of that day; otherwise its numbers are
 * compared and differences reported. A day taken over as a whole is complete: entries of a log for it are left out and reported.
 * So either file may come first, and nothing is counted twice.
 *
 * <p>Files are read as streams. While it runs, nobody else may append to the store.
 */
public final class SeedImport {

    private final UsageStore store;

    public SeedImport(UsageStore store) {
        this.store = store;
    }

    /** Imports the log and then the daily stats of a folder, those that are there. */
    public List<ImportReport> folder(Path folder) {
        List<ImportReport> reports = new ArrayList<>();
        for (String name : List.of(JsonFileUsageStore.LOG_NAME, DailyStatsFile.NAME)) {
            if (Files.exists(folder.resolve(name))) {
                reports.add(file(folder.resolve(name)));
            }
        }
        return reports;
    }

    /**
     * Imports a file of either kind, told apart by its first bracket. Where a log is broken, the entries before that place are
     * added and the report says where it is.
     *
     * @throws UsageStoreException when it cannot be read, is neither of the two, or is broken daily stats
     */
    public ImportReport file(Path file) {
        try {
            return switch (firstCharacter(file)) {
                case '{' -> new DailyStatsImport(store).run(file);
                case '[', 0 -> new LogImport(store).run(file);
                default ->
                    throw new UsageStoreException(file + " is neither a usage log, [ … ], nor daily stats, { … }");
            };
        } catch (IOException e) {
            throw new UsageStoreException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** The first character that is no white space; 0 when there is none. */
    private static char firstCharacter(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            boolean mark = true;
            for (byte next : bytes.readNBytes(4_096)) {
                mark &= next < 0; // the byte order mark that some editors put first
                if (!mark && !Character.isWhitespace(next)) {
                    return (char) next;
                }
            }
        }
        return 0;
    }
}
