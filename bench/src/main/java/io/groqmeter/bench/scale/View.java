package io.groqmeter.bench.scale;

import io.groqmeter.report.LatencyBreakdown;
import io.groqmeter.report.Overview;
import io.groqmeter.report.Period;
import io.groqmeter.report.Summaries;
import io.groqmeter.report.TimeSeries;
import io.groqmeter.report.UsageBreakdown;
import io.groqmeter.store.Dimension;
import io.groqmeter.store.RecordQuery;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageStore;
import io.groqmeter.usage.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Something people ask of the books: a command, or a part of the dashboard, without HTTP and JSON around it.
 *
 * @param name for the page
 * @param ask does it once
 */
record View(String name, Consumer<UsageStore> ask) {

    /** Noon of the last day: half an hour and some seconds past a whole hour, so that windows up to now are ragged. */
    private static final Instant NOW = Mix.END.minus(Duration.ofSeconds(1_753));

    static List<View> all() {
        List<View> views = new ArrayList<>();
        InstantSource clock = InstantSource.fixed(NOW);
        views.add(new View("stats today", store -> new Summaries(store, clock).today()));
        views.add(new View("stats month", store -> new Summaries(store, clock).month()));
        views.add(new View("stats total", store -> new Summaries(store, clock).total()));
        views.add(new View("overview (with comparison and forecast)", store -> Overview.of(store, NOW)));
        views.add(series("last 24 hours by hour × model", Duration.ofHours(24), Dimension.HOUR, Dimension.MODEL));
        views.add(series("last 7 days by hour × model", Duration.ofDays(7), Dimension.HOUR, Dimension.MODEL));
        views.add(series("last 30 days by day × model", Duration.ofDays(30), Dimension.DAY, Dimension.MODEL));
        views.add(series("400 days by day × model", Duration.ofDays(400), Dimension.DAY, Dimension.MODEL));
        views.add(series("400 days by month × model", Duration.ofDays(400), Dimension.MONTH, Dimension.MODEL));
        views.add(series("last 30 days by day × user", Duration.ofDays(30), Dimension.DAY, Dimension.USER));
        for (Dimension by : List.of(Dimension.KEY, Dimension.PROJECT, Dimension.USER, Dimension.STATUS)) {
            views.add(breakdown("this month by " + by.label(), month(), by, Map.of()));
        }
        views.add(breakdown("total by user", store -> Window.always(), Dimension.USER, Map.of()));
        views.add(breakdown(
                "this month by model, one project", month(), Dimension.MODEL, Map.of(Dimension.PROJECT, "project-3")));
        views.add(new View(
                "latency, last 24 hours by hour",
                store -> LatencyBreakdown.of(store, RollupQuery.of(last(Duration.ofHours(24)), Dimension.HOUR))));
        views.add(new View(
                "latency, last 30 days by model",
                store -> LatencyBreakdown.of(store, RollupQuery.of(last(Duration.ofDays(30)), Dimension.MODEL))));
        views.add(new View(
                "latency, 400 days by day",
                store -> LatencyBreakdown.of(store, RollupQuery.of(last(Duration.ofDays(400)), Dimension.DAY))));
        views.add(page("calls, latest 100", Map.of(), Optional.empty()));
        views.add(page("calls, 100 from the middle of all", Map.of(), Optional.of(middle())));
        views.add(page("calls of a frequent user", Map.of(Dimension.USER, "user-0"), Optional.empty()));
        views.add(page("calls of a rare user", Map.of(Dimension.USER, "user-298"), Optional.empty()));
        views.add(page("calls of a model with a status", Map.of(Dimension.STATUS, "503"), Optional.of(middle())));
        views.add(page("calls of nobody", Map.of(Dimension.USER, "nobody"), Optional.empty()));
        return views;
    }

    private static String middle() {
        return Mix.END.minus(Duration.ofDays(Mix.DAYS / 2)).toEpochMilli() + "-1";
    }

    private static Window last(Duration length) {
        return new Window(NOW.minus(length), NOW);
    }

    private static Function<UsageStore, Window> month() {
        return store -> new Period.Month(YearMonth.from(store.calendar().date(NOW))).window(store.calendar());
    }

    private static View series(String name, Duration length, Dimension step, Dimension by) {
        return new View(
                name,
                store ->
                        TimeSeries.of(store, last(length), step, TimeSeries.Extent.USED, Optional.of(by), Map.of(), 8));
    }

    private static View breakdown(
            String name, Function<UsageStore, Window> window, Dimension by, Map<Dimension, String> only) {
        return new View(
                name, store -> UsageBreakdown.of(store, new RollupQuery(window.apply(store), List.of(by), only)));
    }

    private static View page(String name, Map<Dimension, String> only, Optional<String> cursor) {
        return new View(name, store -> store.find(new RecordQuery(Window.always(), only, 100, cursor)));
    }
}
