package io.groqmeter.report;

import io.groqmeter.store.Dimension;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageSums;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Spend at an instant: today, this month and in total, each with how certain it is and compared with the same part of the previous
 * day and month; and the forecast for the month. All from one snapshot.
 *
 * @param at the instant
 * @param today since midnight
 * @param month since the month's first instant
 * @param total everything
 * @param yesterday today compared with yesterday up to the same time
 * @param lastMonth this month compared with the last up to the same date and time, or its end
 * @param forecast empty if there are too few days
 * @param unsettled all unsettled calls
 */
public record Overview(
        Instant at,
        Part today,
        Part month,
        Part total,
        Comparison yesterday,
        Comparison lastMonth,
        Optional<Forecast> forecast,
        List<OpenCall> unsettled) {

    /**
     * A window and what was used in it.
     *
     * @param usageBasis the sums by {@link io.groqmeter.usage.UsageBasis} label
     * @param priceBasis the sums by {@link io.groqmeter.pricing.PriceBasis} label
     */
    public record Part(
            Window window, UsageSums sums, Map<String, UsageSums> usageBasis, Map<String, UsageSums> priceBasis) {

        /** From the sums by both bases. */
        static Part of(Window window, List<UsageRollup> bases) {
            return new Part(
                    window,
                    bases.stream().map(UsageRollup::sums).reduce(UsageSums.ZERO, UsageSums::plus),
                    UsageBreakdown.by(Dimension.USAGE_BASIS, bases),
                    UsageBreakdown.by(Dimension.PRICE_BASIS, bases));
        }
    }

    /** Queries a store. */
    public static Overview of(UsageStore store, Instant now) {
        UsageCalendar calendar = store.calendar();
        Window today = calendar.day(now);
        Window month = calendar.month(now);
        Window yesterday = upTo(calendar.day(today.start().minusMillis(1)), Duration.between(today.start(), now));
        Window lastMonth = lastMonth(calendar, now);
        List<RollupQuery> queries = new ArrayList<>();
        for (Window window : List.of(today, month, Window.always())) {
            queries.add(RollupQuery.of(window, Dimension.USAGE_BASIS, Dimension.PRICE_BASIS));
        }
        queries.add(RollupQuery.of(yesterday));
        queries.add(RollupQuery.of(lastMonth));
        queries.add(Forecast.past(calendar, now));
        List<List<UsageRollup>> answers = store.rollups(queries);
        Part day = Part.of(today, answers.get(0));
        Part thisMonth = Part.of(month, answers.get(1));
        return new Overview(
                now,
                day,
                thisMonth,
                Part.of(Window.always(), answers.get(2)),
                new Comparison(yesterday, answers.get(3).get(0).sums(), day.sums()),
                new Comparison(lastMonth, answers.get(4).get(0).sums(), thisMonth.sums()),
                Forecast.of(calendar, now, answers.get(5), thisMonth.sums().cost()),
                store.openCalls().stream()
                        .filter(call -> call.unsettled() != null)
                        .toList());
    }

    private static Window upTo(Window whole, Duration length) {
        Instant end = whole.start().plus(length);
        return new Window(whole.start(), end.isBefore(whole.end()) ? end : whole.end());
    }

    /** The last month up to the same date and time of day, or up to its end if it has no such date. */
    private static Window lastMonth(UsageCalendar calendar, Instant now) {
        var local = now.atZone(calendar.zone());
        YearMonth last = YearMonth.from(local).minusMonths(1);
        Window whole = calendar.month(last);
        if (local.getDayOfMonth() > last.lengthOfMonth()) {
            return whole;
        }
        Instant end = local.minusMonths(1).toInstant();
        return new Window(whole.start(), end.isBefore(whole.end()) ? end : whole.end());
    }
}
