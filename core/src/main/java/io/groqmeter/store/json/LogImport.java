package io.groqmeter.store.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.usage.Counted;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One import of a {@code usage_log.json}. */
final class LogImport {

    private static final int BATCH = 1_000;
    private static final int MOST_REFUSALS = 20;

    private final UsageStore store;
    private final EntryRecords records;
    private final IdIndex seen = new IdIndex();
    private final Map<LocalDate, Boolean> wholeDays = new HashMap<>();
    private final Map<LocalDate, Long> leftOut = new TreeMap<>();
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
        append();
        leftOut.forEach((date, count) -> notices.add(Counted.of(count, "entry", "entries") + " of " + date
                + " were left out: that day was taken over as a whole from daily_stats.json before"));
        long out = leftOut.values().stream().mapToLong(Long::longValue).sum();
        return new ImportReport(file, added, known, out, refused, refusals, notices);
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
        seen.putIfAbsent(record.id(), 1);
        LocalDate date = store.calendar().date(record.startedAt());
        if (isWhole(date) && store.find(record.id()).isEmpty()) {
            leftOut.merge(date, 1L, Long::sum);
            return;
        }
        batch.add(record);
        if (batch.size() == BATCH) {
            append();
        }
    }

    private boolean isWhole(LocalDate date) {
        return wholeDays.computeIfAbsent(
                date, day -> store.find(WholeDay.id(day)).isPresent());
    }

    private void append() {
        int fresh = batch.isEmpty() ? 0 : store.append(UsageBatch.of(batch));
        added += fresh;
        known += batch.size() - fresh;
        batch.clear();
    }

    private void refuse(long line, String reason) {
        refused++;
        if (refusals.size() < MOST_REFUSALS) {
            refusals.add("line " + line + ": " + reason);
        }
    }
}
