package io.groqmeter.bench.scale;

import io.groqmeter.jdbc.SqliteUsageStore;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageStore;
import io.groqmeter.usage.Window;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** How long each {@link View} takes on a store that was filled, after a warm-up. */
final class ViewTimes {

    private static final int WARM_UP = 10;
    private static final int TIMES = 60;
    private static final long PATIENCE_NANOS = 4_000_000_000L;

    private ViewTimes() {}

    /** Prints a line a view: its name, and the median and the 95th percentile in milliseconds. */
    static void print(Path database, PrintStream out) throws IOException {
        try (UsageStore store = SqliteUsageStore.openReadOnly(database)) {
            long records =
                    store.rollup(RollupQuery.of(Window.always())).get(0).sums().calls();
            out.printf("records\t%d%n", records);
            out.printf("bytes\t%.1f%n", Files.size(database) / (double) records);
            for (View view : View.all()) {
                for (int number = 0; number < WARM_UP; number++) {
                    view.ask().accept(store);
                }
                double[] millis = times(view, store);
                out.printf(
                        "view\t%s\t%.2f\t%.2f%n",
                        view.name(), millis[millis.length / 2], millis[millis.length * 95 / 100]);
            }
        }
    }

    private static double[] times(View view, UsageStore store) {
        double[] millis = new double[TIMES];
        long end = System.nanoTime() + PATIENCE_NANOS;
        int done = 0;
        while (done < TIMES && (done < 5 || System.nanoTime() < end)) {
            long began = System.nanoTime();
            view.ask().accept(store);
            millis[done++] = (System.nanoTime() - began) / 1e6;
        }
        double[] sorted = Arrays.copyOf(millis, done);
        Arrays.sort(sorted);
        return sorted;
    }
}
