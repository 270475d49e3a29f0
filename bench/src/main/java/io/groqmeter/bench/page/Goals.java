package io.groqmeter.bench.page;

import io.groqmeter.bench.side.Results;
import io.groqmeter.bench.side.Spread;
import io.groqmeter.bench.side.Turn;
import io.groqmeter.bench.side.TurnSeries;
import io.groqmeter.bench.traffic.Workload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The goals of the default gateway: SQLite, {@code process}, metering on, one core but where two are named. Each compares medians of one run; where a series
 * lacks turns that count, the goal is not measured.
 */
final class Goals {

    private static final String OURS = "sqlite";
    private static final String FLOOR = "nginx";
    private static final double MILLI = 1e3;
    private static final double MEGA = 1e6;

    private final Map<Workload, Results> results;

    Goals(Map<Workload, Results> results) {
        this.results = results;
    }

    /** All of them, in the order of the page. */
    List<Goal> all() {
        return List.of(
                atMost("CPU of a JSON call, × nginx", 2.5, ratio(Workload.JSON, OURS, FLOOR), "", 2),
                atLeast("CPU of a JSON call at Portkey, × ours", 30, ratio(Workload.JSON, "portkey", OURS), "", 0),
                atMost("CPU of a paced stream of 100 chunks, × nginx", 2.5, ratio(Workload.PACED, OURS, FLOOR), "", 2),
                atMost("time to first token added to nginx's, p50", 0.3, firstToken("p50"), " ms", 2),
                atMost("time to first token added to nginx's, p99", 3, firstToken("p99"), " ms", 2),
                atLeast(
                        "JSON calls a second on two cores, shared with the clients",
                        20_000,
                        middle(Workload.JSON2, Turn::perSecond),
                        "",
                        0),
                atMost("end-of-answer wait added to nginx's, p50", 0.3, wait("p50"), " ms", 2),
                atMost("memory under load", 160, mega(Workload.JSON), " MB", 0),
                atMost("first metered call after start", 0.8, seconds(), " s", 2),
                atMost("SQLite on disk, bytes a call", 220, disk(), "", 0));
    }

    private static Goal atMost(String what, double bound, @Nullable Double measured, String unit, int decimals) {
        return new Goal(what, bound, false, measured, unit, decimals);
    }

    private static Goal atLeast(String what, double bound, @Nullable Double measured, String unit, int decimals) {
        return new Goal(what, bound, true, measured, unit, decimals);
    }

    private @Nullable Double ratio(Workload workload, String upper, String lower) {
        return difference(
                median(workload, upper, Turn::cpuMicros), median(workload, lower, Turn::cpuMicros), (a, b) -> a / b);
    }

    private @Nullable Double firstToken(String percentile) {
        return added(Workload.TTFT, turn -> turn.firstByteMicros().getOrDefault(percentile, Double.NaN));
    }

    private @Nullable Double wait(String percentile) {
        return added(Workload.WAIT, turn -> turn.sinceSentMicros().getOrDefault(percentile, Double.NaN));
    }

    private @Nullable Double added(Workload workload, ToDoubleFunction<Turn> micros) {
        return difference(median(workload, OURS, micros), median(workload, FLOOR, micros), (a, b) -> (a - b) / MILLI);
    }

    private @Nullable Double middle(Workload workload, ToDoubleFunction<Turn> figure) {
        return median(workload, OURS, figure).orElse(null);
    }

    private @Nullable Double mega(Workload workload) {
        return median(workload, OURS, turn -> turn.residentBytes() / MEGA).orElse(null);
    }

    private @Nullable Double seconds() {
        return median(Workload.START, OURS, turn -> turn.totalMicros().getOrDefault("p50", Double.NaN) / MEGA)
                .orElse(null);
    }

    private @Nullable Double disk() {
        return series(Workload.JSON, OURS).map(TurnSeries::bytesPerCall).orElse(null);
    }

    private interface Operation {
        double of(double left, double permission);
    }

    private static @Nullable Double difference(
            Optional<Double> left, Optional<Double> permission, Operation operation) {
        return left.flatMap(a -> permission.map(b -> operation.of(a, b))).orElse(null);
    }

    private Optional<Double> median(Workload workload, String contender, ToDoubleFunction<Turn> figure) {
        return series(workload, contender).flatMap(each -> each.of(figure)).map(Spread::median);
    }

    private Optional<TurnSeries> series(Workload workload, String contender) {
        return Optional.ofNullable(results.get(workload)).flatMap(each -> each.of(contender));
    }
}
