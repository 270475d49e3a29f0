package io.groqmeter.store.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.text.Plural;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One import of a {@code usage_log.json}, or of records that were exported. */
final class LogImport {

    private static final int BATCH = 1_000;
    private static final int MOST_REFUSALS = 20;

    private final UsageStore store;
    private final EntryRecords records;
    private final IdIndex seen = new IdIndex();
    private final Map<LocalDate, List<UsageRecord>> taken = new HashMap<>();
    private final Map<LocalDate, Long> replacing = new TreeMap<>();
    private final List<UsageRecord> batch = new ArrayList<>(BATCH);
    private final List<String> refusals = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private long added;
    private long known;
    private long refused;

    LogImport(UsageStore store) {
        this.store = store;
        this.records = new EntryRecords(store.calendar());
    }

    ImportReport run(Path file) throws IOException {
        try (LogScanner scanner = LogScanner.whole(file)) {
            takeAll(scanner);
        }
        return report(file);
    }

    /** The same of records in lines, or in a page of {@code /api/usage}. */
    ImportReport runLines(Path file) throws IOException {
        try (UsageLineReader lines = new UsageLineReader(Files.newInputStream(file))) {
            while (takeNext(lines)) {
                // the next one
            }
        }
        return report(file);
    }

    private ImportReport report(Path file) {
        append();
        replacing.forEach((date, count) -> notices.add(Plural.of(count, "entry", "entries") + " of " + date
                + " took the place of what had been taken over from daily_stats.json"));
        return new ImportReport(file, added, known, refused, refusals, notices);
    }

    private void takeAll(LogScanner scanner) throws IOException {
        try {
            for (var next = scanner.next(); next != null; next = scanner.next()) {
                take(next);
            }
        } catch (JsonProcessingException e) {
            refuse(scanner.line(e), e.getOriginalMessage() + "; what follows was not read");
        }
    }

    private void take(LogScanner.Scanned scanned) {
        UsageRecord record;
        try {
            record = records.record(scanned.entry(), entry -> EntryIds.known(entry, seen) + 1);
        } catch (RuntimeException e) {
            refuse(scanned.line(), String.valueOf(e.getMessage()));
            return;
        }
        take(record);
    }

    private boolean takeNext(UsageLineReader lines) throws IOException {
        UsageLine line;
        try {
            line = lines.next();
        } catch (JsonProcessingException e) {
            refuse(lines.line(), e.getOriginalMessage() + "; what follows was not read");
            return false;
        } catch (IllegalArgumentException e) {
            refuse(lines.line(), String.valueOf(e.getMessage()));
            return true;
        }
        if (line instanceof UsageLine.Settled settled) {
            take(settled.record());
        } else if (line != null) {
            refuse(lines.line(), "it is an open call, not a record; POST it to a gateway's /api/records");
        }
        return line != null;
    }

    private void take(UsageRecord record) {
        seen.putIfAbsent(record.id(), 1);
        batch.add(record);
        if (batch.size() == BATCH) {
            append();
        }
    }

    private void append() {
        Map<LocalDate, List<UsageRecord>> fresh = freshOfTakenDays();
        if (fresh.isEmpty()) {
            count(batch.isEmpty() ? 0 : store.append(UsageBatch.of(batch)));
        } else {
            count(replace(fresh));
        }
        batch.clear();
    }

    private void count(int fresh) {
        added += fresh;
        known += batch.size() - fresh;
    }

    /** The new entries of days of which something was taken over from daily stats. */
    private Map<LocalDate, List<UsageRecord>> freshOfTakenDays() {
        Map<LocalDate, Map<String, UsageRecord>> fresh = new TreeMap<>();
        for (UsageRecord record : batch) {
            LocalDate date = store.calendar().date(record.startedAt());
            boolean anyTaken = !taken.computeIfAbsent(date, day -> WholeDay.find(day, store))
                    .isEmpty();
            if (anyTaken && !WholeDay.isPart(record) && store.find(record.id()).isEmpty()) {
                fresh.computeIfAbsent(date, day -> new LinkedHashMap<>()).putIfAbsent(record.id(), record);
            }
        }
        Map<LocalDate, List<UsageRecord>> entries = new TreeMap<>();
        fresh.forEach((date, records) -> entries.put(date, List.copyOf(records.values())));
        return entries;
    }

    /** Appends the batch, and in the same transaction takes as much back of what was taken over. */
    private int replace(Map<LocalDate, List<UsageRecord>> fresh) {
        List<String> gone = new ArrayList<>();
        List<UsageRecord> remaining = new ArrayList<>();
        fresh.forEach((date, entries) -> {
            List<UsageRecord> before = taken.getOrDefault(date, List.of());
            List<UsageRecord> now =
                    WholeDay.records(WholeDay.remainder(date, before).less(entries), store.calendar());
            before.forEach(record -> gone.add(record.id()));
            remaining.addAll(now);
            taken.put(date, now);
            replacing.merge(date, (long) entries.size(), Long::sum);
        });
        List<UsageRecord> all = new ArrayList<>(batch);
        all.addAll(remaining);
        return store.replace(gone, UsageBatch.of(all)) - remaining.size();
    }

    private void refuse(long line, String reason) {
        refused++;
        if (refusals.size() < MOST_REFUSALS) {
            refusals.add("line " + line + ": " + reason);
        }
    }
}
