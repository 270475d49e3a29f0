package io.groqmeter.store.json;

import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageSums;
import io.groqmeter.usage.Window;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One import of a {@code daily_stats.json}. */
final class DailyStatsImport {

    private final UsageStore store;
    private final List<String> notices = new ArrayList<>();
    private long added;
    private long known;

    DailyStatsImport(UsageStore store) {
        this.store = store;
    }

    ImportReport run(Path file) throws IOException {
        for (DayStats day : DailyStatsFile.read(file)) {
            Window window = store.calendar().day(day.date());
            UsageSums sums = store.rollup(RollupQuery.of(window)).get(0).sums();
            boolean whole = store.find(WholeDay.id(day.date())).isPresent();
            List<UsageRecord> records = WholeDay.records(day, store.calendar());
            if (whole) {
                known += records.size();
            } else if (sums.calls() == 0) {
                added += store.append(UsageBatch.of(records)); // one transaction: a day is never taken over by half
            }
            compare(day, window);
        }
        return new ImportReport(file, added, known, 0, 0, List.of(), notices);
    }

    private void compare(DayStats day, Window window) {
        DayStats booked = DayStats.in(window, store::rollup).stream()
                .findFirst()
                .orElse(new DayStats(day.date(), 0, 0, 0, BigDecimal.ZERO, Map.of()));
        if (day.saysMoreThan(booked) || booked.saysMoreThan(day)) {
            notices.add(day.date() + ": daily_stats.json says " + day.summary() + ", the books say " + booked.summary()
                    + "; the books were left as they are");
        }
    }
}
