package io.groqmeter.store.json;

import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.usage.Window;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One import of a {@code daily_stats.json}. */
final class DailyStatsImport {

    private final UsageStore store;
    private final boolean onlyWholeDays;
    private final List<String> notices = new ArrayList<>();
    private long added;
    private long known;

    /** @param onlyWholeDays whether days that have entries are only compared: the file may be a mirror that is behind the store */
    DailyStatsImport(UsageStore store, boolean onlyWholeDays) {
        this.store = store;
        this.onlyWholeDays = onlyWholeDays;
    }

    ImportReport run(Path file) throws IOException {
        for (DayStats day : DailyStatsFile.read(file)) {
            Window window = store.calendar().day(day.date());
            List<UsageRecord> taken = WholeDay.find(day.date(), store);
            DayRemainder before = WholeDay.remainder(day.date(), taken);
            DayStats entries = entries(day, window, before);
            DayRemainder now = before.toldOf(day, entries);
            if (now.equals(before)) {
                known += taken.size();
            } else if (!onlyWholeDays || (taken.isEmpty() && entries.requests() == 0)) {
                // One transaction: a day is never taken over by half.
                added += store.replace(
                        taken.stream().map(UsageRecord::id).toList(),
                        UsageBatch.of(WholeDay.records(now, store.calendar())));
                tellOfMore(day, entries);
            }
            compare(day, window);
        }
        return new ImportReport(file, added, known, 0, List.of(), notices);
    }

    /** What the books have of a day beside what was taken over from such files. */
    private DayStats entries(DayStats day, Window window, DayRemainder taken) {
        DayStats booked = booked(day, window);
        Map<String, Long> models = new LinkedHashMap<>(booked.models());
        taken.models().forEach((model, requests) -> models.merge(model, -requests, Long::sum));
        models.merge(DayStats.NO_MODEL, -taken.unnamed(), Long::sum);
        models.values().removeIf(requests -> requests <= 0);
        return new DayStats(
                day.date(),
                models.values().stream().mapToLong(Long::longValue).sum(),
                booked.inputTokens() - taken.inputTokens(),
                booked.outputTokens() - taken.outputTokens(),
                booked.cost().subtract(taken.cost()),
                models);
    }

    private DayStats booked(DayStats day, Window window) {
        return DayStats.in(window, store::rollup).stream()
                .findFirst()
                .orElse(new DayStats(day.date(), 0, 0, 0, BigDecimal.ZERO, Map.of()));
    }

    private void tellOfMore(DayStats day, DayStats entries) {
        if (entries.requests() > 0) {
            notices.add(day.date() + ": daily_stats.json says " + day.summary() + ", its entries say "
                    + entries.summary() + "; what it says beyond them was added");
        }
    }

    private void compare(DayStats day, Window window) {
        DayStats booked = booked(day, window);
        if (day.saysMoreThan(booked) || booked.saysMoreThan(day)) {
            notices.add(day.date() + ": daily_stats.json says " + day.summary() + ", the books say " + booked.summary()
                    + "; the books were left as they are");
        }
    }
}
