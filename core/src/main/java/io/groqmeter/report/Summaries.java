package io.groqmeter.report;

import io.groqmeter.store.Dimension;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageSums;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
     * The current period of that name.
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
        UsageBreakdown breakdown =
                UsageBreakdown.of(store, RollupQuery.of(period.window(store.calendar()), Dimension.MODEL));
        return new UsageSummary(
                period,
                breakdown.total(),
                mostUsedFirst(breakdown.groups()),
                breakdown.usageBasis(),
                breakdown.priceBasis(),
                breakdown.unsettled());
    }

    private static Map<String, UsageSums> mostUsedFirst(List<UsageRollup> models) {
        Map<String, UsageSums> sorted = new LinkedHashMap<>();
        models.stream()
                .sorted(Comparator.comparingLong(
                                (UsageRollup model) -> model.sums().metered())
                        .reversed())
                .forEach(model -> sorted.merge(
                        model.group().getOrDefault(Dimension.MODEL, UsageSummary.NO_MODEL),
                        model.sums(),
                        UsageSums::plus));
        return sorted;
    }

    private LocalDate date() {
        return store.calendar().date(clock.instant());
    }
}
