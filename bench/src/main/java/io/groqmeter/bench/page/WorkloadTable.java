package io.groqmeter.bench.page;

import io.groqmeter.bench.side.Results;
import io.groqmeter.bench.side.Spread;
import io.groqmeter.bench.side.Turn;
import io.groqmeter.bench.side.TurnSeries;
import java.util.Locale;
import java.util.Optional;

/** The results of one workload as a table of Markdown: min – <b>median</b> – max over the turns that count. */
public final class WorkloadTable {

    private static final String HEAD = """
            | contender | CPU µs a call | × nginx | calls/s | core | driver's core | RSS MB | turns |
            |---|---|---|---|---|---|---|---|
            """;

    private final Results results;

    public WorkloadTable(Results results) {
        this.results = results;
    }

    /** The table. */
    public String text() {
        StringBuilder table = new StringBuilder(HEAD);
        results.series().forEach(series -> table.append(row(series)).append('\n'));
        return table.toString();
    }

    private String row(TurnSeries series) {
        if (series.absent() != null) {
            return "| " + series.title() + " | " + series.absent() + " | | | | | | |";
        }
        return "| %s | %s | %s | %s | %s | %s | %s | %s |"
                .formatted(
                        series.title(),
                        spread(used(series), 1),
                        timesNginx(series),
                        spread(series.of(Turn::perSecond), 0),
                        middle(series.of(turn -> 100 * turn.core()), 0, " %"),
                        middle(series.of(turn -> 100 * turn.driverCore()), 0, " %"),
                        middle(series.of(turn -> turn.residentBytes() / 1e6), 0, ""),
                        turns(series));
    }

    private String timesNginx(TurnSeries series) {
        return results.of("nginx")
                .flatMap(WorkloadTable::used)
                .flatMap(nginx -> used(series).map(own -> number(own.median() / nginx.median(), 2)))
                .orElse("–");
    }

    /** The CPU of a call; empty if it is below the kernel's resolution, as for one call of nginx, or if there is no process. */
    private static Optional<Spread> used(TurnSeries series) {
        return series.of(Turn::cpuMicros).filter(spread -> spread.median() > 0);
    }

    /** How many turns count and, if some do not, of how many. */
    static String turns(TurnSeries series) {
        long counted = series.turns().stream().filter(Turn::counts).count();
        int all = series.turns().size();
        return counted == all ? Long.toString(counted) : counted + " of " + all + ", the rest void";
    }

    static String spread(Optional<Spread> spread, int decimals) {
        return spread.map(each -> number(each.min(), decimals) + " – **" + number(each.median(), decimals) + "** – "
                        + number(each.max(), decimals))
                .orElse("–");
    }

    static String middle(Optional<Spread> spread, int decimals, String unit) {
        return spread.map(each -> number(each.median(), decimals) + unit).orElse("–");
    }

    static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
