package io.groqmeter.store.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Takes what the first tool left in its files over into a store, once: importing a file again, or a longer version of it, adds
 * only what is new.
 *
 * <p>An entry of {@code usage_log.json} is known by what it says and by its ordinal among entries of the file that say the same;
 * entries that groqmeter wrote are known by their record's id. Costs stay what the file says (see {@link EntryRecords}).
 * Timestamps are read in the zone of the store's calendar: a wall clock time that a clock change skipped counts as that much
 * later, one that it repeated as the first of the two.
 *
 * <p>Of a day of {@code daily_stats.json} that is taken over which the day's entries do not say ({@link DayRemainder}); entries that
 * come later take its place. So files may come in any order, whole or in parts, with the same sums in the end and nothing counted
 * twice: of each day and model the more that either file tells.
 *
 * <p>Files are read as streams. While it runs, nobody else may append to the store.
 */
public final class SeedImport {

    private static final JsonFactory JSON = new JsonFactory();

    /** What the objects of records and open calls begin with, and pages of them. */
    private static final Set<String> RECORD_KEYS = Set.of("object", "id", "data", "open", "settled");

    private final UsageStore store;
    private final boolean onlyWholeDays;

    public SeedImport(UsageStore store) {
        this(store, false);
    }

    /** @param onlyWholeDays whether daily stats count for days without entries only, because they may be behind the store */
    SeedImport(UsageStore store, boolean onlyWholeDays) {
        this.store = store;
        this.onlyWholeDays = onlyWholeDays;
    }

    /** Imports the log and then the daily stats of a folder, those that are there. */
    public List<ImportReport> folder(Path folder) {
        return files(folder).stream().map(this::file).toList();
    }

    /** The log and the daily stats of a folder, those that are there. */
    public static List<Path> files(Path folder) {
        return Stream.of(JsonFileUsageStore.LOG_NAME, DailyStatsFile.NAME)
                .map(folder::resolve)
                .filter(Files::exists)
                .toList();
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
                case '{' ->
                    isOfRecords(file)
                            ? new LogImport(store).runLines(file)
                            : new DailyStatsImport(store, onlyWholeDays).run(file);
                case '[', 0 -> new LogImport(store).run(file);
                default ->
                    throw new UsageStoreException(file + " is neither a usage log, [ … ], nor daily stats, { … }");
            };
        } catch (IOException e) {
            throw new UsageStoreException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Whether a file's first object is a line of {@link UsageLine} or a page of them, by its first key. */
    private static boolean isOfRecords(Path file) throws IOException {
        try (JsonParser json = JSON.createParser(Files.newInputStream(file))) {
            return json.nextToken() == JsonToken.START_OBJECT
                    && RECORD_KEYS.contains(String.valueOf(json.nextFieldName()));
        } catch (JsonProcessingException e) {
            return false; // reading it will say what is wrong with it
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
