package io.groqmeter.bench.page;

import io.groqmeter.bench.side.Results;
import io.groqmeter.bench.side.Turn;
import io.groqmeter.bench.side.TurnSeries;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Where a contender's CPU goes, by thread: median µs a call over the turns that count. */
final class ThreadTable {

    private static final List<String> OURS = List.of("off", "memory", "sqlite", "power");

    /** Threads below that many µs a call are left out. */
    private static final double WORTH_TELLING = 0.1;

    private final Results results;

    ThreadTable(Results results) {
        this.results = results;
    }

    String text() {
        StringBuilder table = new StringBuilder("| contender | µs a call, by thread |\n|---|---|\n");
        for (String word : OURS) {
            results.of(word).filter(series -> !series.turns().isEmpty()).ifPresent(series -> table.append(row(series))
                    .append('\n'));
        }
        return table.toString();
    }

    private static String row(TurnSeries series) {
        Map<String, Double> threads = new TreeMap<>();
        series.turns().stream()
                .flatMap(turn -> turn.cpuByThread().keySet().stream())
                .distinct()
                .forEach(thread -> series.of(turn -> turn.cpuByThread().getOrDefault(thread, 0.0))
                        .ifPresent(spread -> threads.put(thread, spread.median())));
        String told = threads.entrySet().stream()
                .filter(thread -> thread.getValue() >= WORTH_TELLING)
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .map(thread -> "`" + thread.getKey() + "` " + WorkloadTable.number(thread.getValue(), 1))
                .collect(Collectors.joining(" · "));
        Optional<String> all = series.of(Turn::cpuMicros).map(spread -> WorkloadTable.number(spread.median(), 1));
        return "| " + series.title() + ", " + all.orElse("–") + " | " + told + " |";
    }
}
