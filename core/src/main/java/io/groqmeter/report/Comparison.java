package io.groqmeter.report;

import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageSums;
import io.groqmeter.usage.Window;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Sums beside those of an earlier window.
 *
 * @param window the earlier window
 * @param before what was used in it
 * @param now what is compared with it
 */
public record Comparison(Window window, UsageSums before, UsageSums now) {

    /**
     * A window's sums beside those of the window of the same length that ends where it starts, for the same calls.
     *
     * @param query the question {@code now} is the total of
     */
    public static Comparison of(UsageStore store, RollupQuery query, UsageSums now) {
        Window window = query.window();
        Instant start = window.start().minus(Duration.between(window.start(), window.end()));
        Window earlier = new Window(start.isBefore(Instant.EPOCH) ? Instant.EPOCH : start, window.start());
        UsageSums before = store.rollup(new RollupQuery(earlier, List.of(), query.only()))
                .get(0)
                .sums();
        return new Comparison(earlier, before, now);
    }

    /** US dollars more, or less when negative. */
    public BigDecimal costChange() {
        return now.cost().subtract(before.cost());
    }

    /** The same in percent of before, to one decimal; empty when before cost nothing. */
    public Optional<BigDecimal> costPercent() {
        if (before.cost().signum() == 0) {
            return Optional.empty();
        }
        return Optional.of(costChange()
                .multiply(BigDecimal.valueOf(100))
                .divide(before.cost(), MathContext.DECIMAL64)
                .setScale(1, RoundingMode.HALF_EVEN));
    }

    /** Calls more, or fewer when negative. */
    public long callsChange() {
        return now.calls() - before.calls();
    }
}
