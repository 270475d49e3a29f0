package io.groqmeter.proof;

import io.groqmeter.sqlite.SqliteUsageStore;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.RecordQuery;
import io.groqmeter.store.Remainder;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.StoreHealth;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore.Positioned;
import io.groqmeter.store.UsageSums;
import io.groqmeter.store.journal.JournalOwner;
import io.groqmeter.store.journal.JournalSnapshot;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the gateway left in its database.
 *
 * @param records every record, in the order of appending
 * @param open every call that is open or unsettled
 * @param rollup what the rollups say about all records together
 * @param health the database's own check: every page read, every rollup compared with its rows
 * @param calendar the calendar of its days
 */
record MeterBooks(
        List<UsageRecord> records, List<OpenCall> open, UsageSums rollup, StoreHealth health, UsageCalendar calendar) {

    private static final String NAMELESS = "";
    private static final Duration SETTLING_TIME = Duration.ofSeconds(45);

    /** Reads all of it. */
    static MeterBooks read(Path database) {
        try (SqliteUsageStore store = SqliteUsageStore.openReadOnly(database)) {
            List<UsageRecord> records = new ArrayList<>();
            long position = 0;
            for (List<Positioned> page = page(store, position); !page.isEmpty(); page = page(store, position)) {
                page.forEach(each -> records.add(each.record()));
                position = page.get(page.size() - 1).position();
            }
            UsageSums rollup =
                    store.rollup(RollupQuery.of(Window.always())).get(0).sums();
            return new MeterBooks(records, openCalls(store, database), rollup, store.verify(), store.calendar());
        }
    }

    private static List<Positioned> page(SqliteUsageStore store, long position) {
        return store.after(position, RecordQuery.MOST);
    }

    /** How many calls are still in flight, as far as the database knows. */
    static long inFlight(Path database) {
        try (SqliteUsageStore store = SqliteUsageStore.openReadOnly(database)) {
            return openCalls(store, database).stream()
                    .filter(call -> call.unsettled() == null)
                    .count();
        }
    }

    /** Waits, for 45 seconds at most, until nothing is in flight: answers whose clients left are read to their end. */
    static void awaitSettled(Path database) throws InterruptedException {
        long end = System.nanoTime() + SETTLING_TIME.toNanos();
        while (inFlight(database) > 0 && System.nanoTime() < end) {
            Thread.sleep(50);
        }
    }

    private static List<OpenCall> openCalls(SqliteUsageStore store, Path database) {
        return JournalSnapshot.beside(store, database.resolveSibling(""), JournalOwner.anybody())
                .openCalls();
    }

    /** The records by the name of their call. */
    Map<String, List<UsageRecord>> settled() {
        Map<String, List<UsageRecord>> settled = new HashMap<>();
        records.forEach(record -> settled.computeIfAbsent(name(record.attribution()), name -> new ArrayList<>())
                .add(record));
        return settled;
    }

    /** The open and unsettled calls by name, without the remainders of others. */
    Map<String, List<OpenCall>> unsettled() {
        Map<String, List<OpenCall>> unsettled = new HashMap<>();
        open.stream().filter(call -> Remainder.recordOf(call).isEmpty()).forEach(call -> unsettled
                .computeIfAbsent(name(call.attribution()), name -> new ArrayList<>())
                .add(call));
        return unsettled;
    }

    private static String name(Attribution attribution) {
        return attribution.tags().getOrDefault("call", NAMELESS);
    }
}
