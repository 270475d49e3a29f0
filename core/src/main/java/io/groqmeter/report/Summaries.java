package io.groqmeter.report;

import io.groqmeter.store.Dimension;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageSums;
import io.groqmeter.usage.Window;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The summaries of a store's days, months and total, from its rollups only. A period without data gives zeros. Thread-safe.
 *
 * <p>Today and this month are those of the store's zone.
 */
public final class Summaries {

    private final UsageStore store;
    private final InstantSource clock;

    public Summaries(UsageStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    public UsageSummary today() {
        return day(date());
    }

    public UsageSummary day(LocalDate date) {
        return of(new Period.Day(date));
    }

    public UsageSummary month() {
        return month(YearMonth.from(date()));
    }

    public UsageSummary month(YearMonth month) {
        return of(new Period.Month(month));
    }

    public UsageSummary total() {
        return of(new Period.Total());
    }

    /**
     * The period that goes by that name now.
     *
     * @param type {@code today}, {@code month} or {@code total}
     * @throws IllegalArgumentException for any other name
     */
    public Period named(String type) {
        return switch (type) {
            case "today" -> new Period.Day(date());
            case "month" -> new Period.Month(YearMonth.from(date()));
            case "total" -> new Period.Total();
            default -> throw new IllegalArgumentException("unknown type '" + type + "'; use today, month or total");
        };
    }

    /** The summary of that period. */
    public UsageSummary of(Period period) {
        Window window = period.window(store.calendar());
        // One query, so that the parts are of one moment and add up to the whole.
        List<UsageRollup> rollups =
                store.rollup(RollupQuery.of(window, Dimension.MODEL, Dimension.USAGE_BASIS, Dimension.PRICE_BASIS));
        UsageSums sums = rollups.stream().map(UsageRollup::sums).reduce(UsageSums.ZERO, UsageSums::plus);
        return new UsageSummary(
                period,
                sums,
                mostUsedFirst(by(Dimension.MODEL, rollups)),
                by(Dimension.USAGE_BASIS, rollups),
                by(Dimension.PRICE_BASIS, rollups),
                unsettled(window));
    }

    private List<OpenCall> unsettled(Window window) {
        return store.openCalls().stream()
                .filter(call -> call.unsettled() != null && window.contains(call.startedAt()))
                .toList();
    }

    private static Map<String, UsageSums> by(Dimension dimension, List<UsageRollup> rollups) {
        Map<String, UsageSums> sums = new TreeMap<>();
        for (UsageRollup rollup : rollups) {
            String value = rollup.group().getOrDefault(dimension, UsageSummary.NO_MODEL);
            sums.merge(value, rollup.sums(), UsageSums::plus);
        }
        return sums;
    }

    private static Map<String, UsageSums> mostUsedFirst(Map<String, UsageSums> models) {
        Map<String, UsageSums> sorted = new LinkedHashMap<>();
        models.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(
                        Comparator.comparingLong(UsageSums::metered).reversed()))
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }

    private LocalDate date() {
        return store.calendar().date(clock.instant());
    }
}
