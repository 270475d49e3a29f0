package io.groqmeter.bench.scale;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A query people make: what a command or a part of the page shows.
 *
 * @param name for the page
 * @param question its path and query
 */
record View(String name, String question) {

    /** Noon of the last day: half an hour and some seconds past a whole hour, so that windows up to now are ragged. */
    static final Instant NOW = Mix.END.minus(Duration.ofSeconds(1_753));

    private static final String MIDDLE =
            Mix.END.minus(Duration.ofDays(Mix.DAYS / 2)).toEpochMilli() + "-1";

    static List<View> all() {
        return List.of(
                new View("stats today", "/debug/stats?type=today"),
                new View("stats month", "/debug/stats?type=month"),
                new View("stats total", "/debug/stats?type=total"),
                new View("overview (with comparison and forecast)", "/api/overview"),
                series("last 24 hours by hour × model", 1, "step=hour&by=model"),
                series("last 24 hours by hour × user", 1, "step=hour&by=user"),
                series("last 24 hours by hour × model, one project", 1, "step=hour&by=model&project=project-3"),
                series("last 7 days by hour × model", 7, "step=hour&by=model"),
                series("last 30 days by day × model", 30, "step=day&by=model&extent=window"),
                series("last 30 days by day × user", 30, "step=day&by=user"),
                series("last 30 days by day × model, one user", 30, "step=day&by=model&user=user-7"),
                series("last 30 days, the dearest users", 30, "step=month&by=user&lines=6"),
                series("400 days by day × model", 400, "step=day&by=model"),
                series("400 days by day × user", 400, "step=day&by=user"),
                series("400 days by month × model", 400, "step=month&by=model"),
                new View("this month by key", "/api/summary?from=month&by=key"),
                new View("this month by project", "/api/summary?from=month&by=project"),
                new View("this month by user", "/api/summary?from=month&by=user"),
                new View("this month by endpoint", "/api/summary?from=month&by=endpoint"),
                new View("this month by status", "/api/summary?from=month&by=status"),
                new View("this month by model, one project", "/api/summary?from=month&by=model&project=project-3"),
                new View("this month by project × model", "/api/summary?from=month&by=project,model"),
                new View("last 30 days, compared", "/api/summary?" + last(30) + "&compare=previous"),
                new View("total by model", "/api/summary?by=model"),
                new View("total by user", "/api/summary?by=user"),
                new View("total by model, one user", "/api/summary?by=model&user=user-7"),
                latency("latency, last 24 hours by hour", 1, "hour"),
                latency("latency, last 30 days by day", 30, "day"),
                latency("latency, last 30 days by model", 30, "model"),
                latency("latency, 400 days by day", 400, "day"),
                new View("calls, latest 100", "/api/usage"),
                new View("calls, 100 from the middle of all", "/api/usage?cursor=" + MIDDLE),
                new View("calls of a frequent user", "/api/usage?user=user-0"),
                new View("calls of a rare user", "/api/usage?user=user-298"),
                new View("calls of a model with a status", "/api/usage?status=503&cursor=" + MIDDLE),
                new View("calls of nobody", "/api/usage?user=nobody"),
                new View("unsettled", "/api/unsettled"));
    }

    private static View series(String name, int days, String rest) {
        return new View(name, "/api/series?" + last(days) + "&" + rest);
    }

    private static View latency(String name, int days, String by) {
        return new View(name, "/api/latency?" + last(days) + "&by=" + by);
    }

    private static String last(int days) {
        return "from=" + NOW.minus(Duration.ofDays(days)) + "&to=" + NOW;
    }
}
