package io.groqmeter.bench.scale;

import io.groqmeter.sqlite.SqliteUsageStore;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageStore;
import io.groqmeter.usage.Window;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/** How long each {@link View} takes on a filled store, after a warm-up. */
final class ViewTimes {

    private static final int WARM_UP = 10;
    private static final int TIMES = 60;
    private static final double NANOS = 1e6;
    private static final long PATIENCE_NANOS = 4_000_000_000L;

    private ViewTimes() {}

    /** Prints a line a view: its name; median and 95th percentile in milliseconds; the same of the asking thread's CPU. */
    static void print(Path database, PrintStream out) throws IOException {
        try (UsageStore store = SqliteUsageStore.openReadOnly(database)) {
            long records =
                    store.rollup(RollupQuery.of(Window.always())).get(0).sums().calls();
            out.printf("records\t%d%n", records);
            out.printf("bytes\t%.1f%n", Files.size(database) / (double) records);
            Answers answers = new Answers(store, InstantSource.fixed(View.NOW));
            // All of them first: what answers one is compiled for the others, too, as in a gateway that has run for a
            // while.
            for (View view : View.all()) {
                warmUp(view, answers);
            }
            for (View view : View.all()) {
                print(view, answers, out);
            }
        }
    }

    private static void warmUp(View view, Answers answers) {
        for (int number = 0; number < WARM_UP; number++) {
            answers.to(view.question());
        }
    }

    private static void print(View view, Answers answers, PrintStream out) {
        warmUp(view, answers);
        Laps laps = new Laps();
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (laps.count() < TIMES && (laps.count() < 5 || System.nanoTime() < end)) {
            laps.time(() -> answers.to(view.question()));
        }
        out.printf(
                "view\t%s\t%.2f\t%.2f\t%.2f\t%.2f%n",
                view.name(),
                laps.elapsed(50) / NANOS,
                laps.elapsed(95) / NANOS,
                laps.cpu(50) / NANOS,
                laps.cpu(95) / NANOS);
    }
}
