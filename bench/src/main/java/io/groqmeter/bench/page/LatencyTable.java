package io.groqmeter.bench.page;

import io.groqmeter.bench.side.Results;
import io.groqmeter.bench.side.Turn;
import io.groqmeter.bench.side.TurnSeries;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Times of one workload by percentile, in milliseconds: min – <b>median</b> – max over the turns that count. */
final class LatencyTable {

    private static final List<String> PERCENTILES = List.of("p50", "p90", "p99", "p99.9");
    private static final double MILLI = 1e3;

    private final Results results;
    private final Function<Turn, Map<String, Double>> times;

    /** @param times which of a turn's times */
    LatencyTable(Results results, Function<Turn, Map<String, Double>> times) {
        this.results = results;
        this.times = times;
    }

    String text() {
        StringBuilder table = new StringBuilder(
                "| contender | p50 ms | p90 ms | p99 ms | p99.9 ms | turns |\n|---|---|---|---|---|---|\n");
        for (TurnSeries series : results.series()) {
            table.append(row(series)).append('\n');
        }
        return table.toString();
    }

    private String row(TurnSeries series) {
        if (series.absent() != null) {
            return "| " + series.title() + " | " + series.absent() + " | | | | |";
        }
        StringBuilder row = new StringBuilder("| ").append(series.title());
        boolean told =
                series.turns().stream().allMatch(turn -> !times.apply(turn).isEmpty());
        for (String percentile : PERCENTILES) {
            row.append(" | ")
                    .append(
                            told
                                    ? WorkloadTable.spread(
                                            series.of(turn -> times.apply(turn).getOrDefault(percentile, 0.0) / MILLI),
                                            2)
                                    : "–");
        }
        return row.append(" | ")
                .append(WorkloadTable.turns(series))
                .append(" |")
                .toString();
    }
}
