package io.groqmeter.bench.scale;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.groqmeter.jdbc.SqliteUsageStore;
import io.groqmeter.store.Durability;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.json.JsonFileUsageStore;
import io.groqmeter.usage.UsageCalendar;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How long it takes to append one more call to what is there already. */
final class AppendTimes {

    private static final UsageCalendar MADRID = new UsageCalendar(ZoneId.of("Europe/Madrid"));
    private static final int TIMES = 300;
    private static final int BATCH = 1_000;

    /** Sizes of the JSON files at which appends are timed. */
    private static final int[] ENTRIES = {1_000, 10_000, 100_000, 300_000, 1_000_000};

    private AppendTimes() {}

    /** JSON files: a line per size, with our time and the first tool's, medians in microseconds. */
    static void printFiles(Path folder, PrintStream out) throws IOException {
        Files.createDirectories(folder);
        Path rewritten = folder.resolve("rewritten.json");
        Mix mix = new Mix(ENTRIES[ENTRIES.length - 1] + (long) TIMES * ENTRIES.length);
        ArrayNode entries = RewrittenLog.entries();
        int there = 0;
        try (UsageStore store = JsonFileUsageStore.open(folder.resolve("ours"), MADRID, Durability.PROCESS)) {
            for (int size : ENTRIES) {
                while (there < size) {
                    List<UsageRecord> batch = new ArrayList<>(BATCH);
                    for (; there < size && batch.size() < BATCH; there++) {
                        UsageRecord record = mix.next();
                        batch.add(record);
                        entries.add(RewrittenLog.entry(record));
                    }
                    store.append(UsageBatch.of(batch));
                }
                double ours = median(store, mix);
                new RewrittenLog(rewritten).write(entries);
                out.printf("append-file\t%d\t%.1f\t%.1f%n", size, ours, rewriting(rewritten, mix, size));
            }
        }
    }

    /** SQLite: the median and the 99th percentile of an append of one call, in microseconds, beside what is there. */
    static void printDatabase(Path database, PrintStream out) {
        try (UsageStore store = SqliteUsageStore.open(database, MADRID, Durability.PROCESS)) {
            Mix mix = new Mix(10L * TIMES);
            double[] micros = times(store, mix, 10 * TIMES - 1);
            out.printf("append-database\t%.1f\t%.1f%n", micros[micros.length / 2], micros[micros.length * 99 / 100]);
        }
    }

    private static double median(UsageStore store, Mix mix) {
        double[] micros = times(store, mix, TIMES / 2);
        return micros[micros.length / 2];
    }

    private static double[] times(UsageStore store, Mix mix, int count) {
        double[] micros = new double[count];
        for (int number = 0; number < count; number++) {
            UsageBatch one = UsageBatch.of(mix.next());
            long began = System.nanoTime();
            store.append(one);
            micros[number] = (System.nanoTime() - began) / 1e3;
        }
        Arrays.sort(micros);
        return micros;
    }

    private static double rewriting(Path file, Mix mix, int size) throws IOException {
        RewrittenLog log = new RewrittenLog(file);
        double[] micros = new double[size > 100_000 ? 3 : 7];
        for (int number = 0; number < micros.length; number++) {
            UsageRecord record = mix.next();
            long began = System.nanoTime();
            log.append(record);
            micros[number] = (System.nanoTime() - began) / 1e3;
        }
        Arrays.sort(micros);
        return micros[micros.length / 2];
    }
}
