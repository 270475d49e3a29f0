package io.groqmeter.bench.scale;

import io.groqmeter.jdbc.SqliteUsageStore;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageStore;
import io.groqmeter.usage.Window;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** How long each {@link View} takes on a store that was filled, after a warm-up. */
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
            for (View view : View.all()) {
                print(view, store, out);
            }
        }
    }

    private static void print(View view, UsageStore store, PrintStream out) {
        for (int number = 0; number < WARM_UP; number++) {
            view.ask().accept(store);
        }
        Laps laps = new Laps();
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (laps.count() < TIMES && (laps.count() < 5 || System.nanoTime() < end)) {
            laps.time(() -> view.ask().accept(store));
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
