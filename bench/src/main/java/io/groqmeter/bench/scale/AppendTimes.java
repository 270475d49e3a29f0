package io.groqmeter.bench.scale;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.groqmeter.bench.process.Folders;
import io.groqmeter.sqlite.SqliteUsageStore;
import io.groqmeter.store.Dimension;
import io.groqmeter.store.Durability;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.json.JsonFileUsageStore;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** How long it takes to append one more call to existing ones. */
final class AppendTimes {

    private static final UsageCalendar MADRID = new UsageCalendar(ZoneId.of("Europe/Madrid"));
    private static final int TIMES = 300;
    private static final int BATCH = 1_000;
    private static final int WARM_UP = 5_000;

    /** How many calls are appended at once to the database. */
    private static final List<Integer> BATCHES = List.of(1, 32, 200);

    /** Sizes of the JSON files at which appends are timed. */
    private static final int[] ENTRIES = {1_000, 10_000, 100_000, 300_000, 1_000_000};

    /** Beyond so many entries the first tool's way takes gigabytes of memory and more than five seconds a call, and is not tried. */
    private static final int MOST_REWRITTEN = 300_000;

    private AppendTimes() {}

    /**
     * JSON files: a line per size, with the days the entries are of, our time and, up to {@link #MOST_REWRITTEN}, the first tool's:
     * medians in microseconds, by the clock and of CPU.
     */
    static void printFiles(Path folder, PrintStream out) throws IOException {
        Files.createDirectories(folder);
        Path place = Files.createTempDirectory(folder, "ours");
        Path rewritten = folder.resolve("rewritten.json");
        Mix mix = new Mix(ENTRIES[ENTRIES.length - 1] + (long) TIMES * ENTRIES.length);
        ArrayNode entries = RewrittenLog.entries();
        int there = 0;
        try (UsageStore store = JsonFileUsageStore.open(place, MADRID, Durability.PROCESS)) {
            for (int size : ENTRIES) {
                while (there < size) {
                    List<UsageRecord> batch = new ArrayList<>(BATCH);
                    for (; there < size && batch.size() < BATCH; there++) {
                        UsageRecord record = mix.next();
                        batch.add(record);
                        if (size <= MOST_REWRITTEN) {
                            entries.add(RewrittenLog.entry(record));
                        }
                    }
                    store.append(UsageBatch.of(batch));
                }
                int days = store.rollup(RollupQuery.of(Window.always(), Dimension.DAY))
                        .size();
                Laps ours = laps(store, mix, 1, TIMES / 2);
                out.printf("append-file\t%d\t%d\t%.1f\t%.1f", size, days, ours.elapsed(50) / 1e3, ours.cpu(50) / 1e3);
                if (size <= MOST_REWRITTEN) {
                    new RewrittenLog(rewritten).write(entries);
                    Laps theirs = rewriting(rewritten, mix, size);
                    out.printf("\t%.1f\t%.1f", theirs.elapsed(50) / 1e3, theirs.cpu(50) / 1e3);
                }
                if (size == MOST_REWRITTEN) {
                    entries.removeAll();
                }
                out.println();
            }
        }
        Folders.delete(place);
        Files.deleteIfExists(rewritten);
    }

    /**
     * SQLite, calls that follow on those there, appended to a copy: for each of {@link #BATCHES} the median and the 99th percentile of an append in
     * microseconds, the same of its CPU, and the CPU a call takes on average, its share of the sums included.
     */
    static void printDatabase(Path database, PrintStream out) throws IOException {
        Path folder = Files.createDirectories(database.resolveSibling("appends"));
        Path copy = Files.copy(database, folder.resolve("copy.db"), StandardCopyOption.REPLACE_EXISTING);
        try (UsageStore store = SqliteUsageStore.open(copy, MADRID, Durability.PROCESS)) {
            Mix mix = new Mix(10_000_000, Mix.END, System.nanoTime());
            laps(store, mix, 1, WARM_UP);
            for (int batch : BATCHES) {
                Laps laps = laps(store, mix, batch, batch == 1 ? 10 * TIMES : TIMES);
                out.printf(
                        "append-database\t%d\t%.1f\t%.1f\t%.1f\t%.1f\t%.1f%n",
                        batch,
                        laps.elapsed(50) / 1e3,
                        laps.elapsed(99) / 1e3,
                        laps.cpu(50) / 1e3,
                        laps.cpu(99) / 1e3,
                        laps.meanCpu() / 1e3 / batch);
            }
        }
        Folders.delete(folder);
    }

    private static Laps laps(UsageStore store, Mix mix, int batch, int count) {
        Laps laps = new Laps();
        while (laps.count() < count) {
            List<UsageRecord> records = new ArrayList<>(batch);
            while (records.size() < batch) {
                records.add(mix.next());
            }
            laps.time(() -> store.append(UsageBatch.of(records)));
        }
        return laps;
    }

    private static Laps rewriting(Path file, Mix mix, int size) throws IOException {
        RewrittenLog log = new RewrittenLog(file);
        Laps laps = new Laps();
        while (laps.count() < (size > 100_000 ? 3 : 7)) {
            UsageRecord record = mix.next();
            laps.time(() -> log.append(record));
        }
        return laps;
    }
}
