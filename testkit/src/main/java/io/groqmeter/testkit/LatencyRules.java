package io.groqmeter.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groqmeter.store.Dimension;
import io.groqmeter.store.DurationHistogram;
import io.groqmeter.store.LatencyRollup;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.usage.CallTime;
import io.groqmeter.usage.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rules for latencies: the histograms equal those of the records, in every window and grouping. */
interface LatencyRules extends StorePlaces {

    @Test
    default void nothing_has_no_times() {
        assertThat(store().latencies(RollupQuery.of(Window.always()))).isEmpty();
    }

    @Test
    default void quantiles_are_those_of_the_rows_within_the_bound() {
        Seeded seeded = new Seeded(11);
        UsageStore store = storeIn("Europe/Madrid");
        Window months = new Window(Instant.parse("2026-09-20T00:00:00Z"), Instant.parse("2026-11-10T00:00:00Z"));
        List<UsageRecord> records = RandomRecords.list(seeded, 600, "r", months);
        for (int from = 0; from < records.size(); from += 60) {
            store.append(UsageBatch.of(records.subList(from, from + 60)));
        }
        for (int number = 0; number < 40; number++) {
            RollupQuery query = query(seeded, months);
            List<LatencyRollup> rollups = store.latencies(query);
            Set<Map<Dimension, String>> groups = new HashSet<>();
            for (CallTime time : CallTime.values()) {
                var expected =
                        NaiveRollup.times(records, query, time, store.calendar().zone());
                groups.addAll(expected.keySet());
                for (LatencyRollup rollup : rollups) {
                    List<Duration> sorted = expected.getOrDefault(rollup.group(), List.of());
                    assertQuantiles(rollup.latencies().of(time), sorted);
                }
            }
            assertThat(rollups)
                    .extracting(LatencyRollup::group)
                    .as("%s", query)
                    .containsExactlyInAnyOrderElementsOf(groups);
        }
    }

    @Test
    default void times_are_not_kept_by_anything_but_model_and_time() {
        UsageStore store = store();
        assertThatThrownBy(() -> store.latencies(RollupQuery.of(Window.always(), Dimension.USER)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not by user");
        assertThatThrownBy(() ->
                        store.latencies(new RollupQuery(Window.always(), List.of(), Map.of(Dimension.PROJECT, "web"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not by project");
    }

    private static void assertQuantiles(DurationHistogram histogram, List<Duration> sorted) {
        assertThat(histogram.count()).isEqualTo(sorted.size());
        for (double part : List.of(0.0, 0.5, 0.95, 0.99, 1.0)) {
            Optional<Duration> quantile = histogram.quantile(part);
            assertThat(quantile.isPresent()).isEqualTo(!sorted.isEmpty());
            quantile.ifPresent(duration -> {
                Duration exact = sorted.get(Math.max(1, (int) Math.ceil(part * sorted.size())) - 1);
                assertThat((double) duration.minus(exact).abs().toNanos())
                        .isLessThanOrEqualTo(exact.toNanos() * DurationHistogram.RELATIVE_ERROR.doubleValue());
            });
        }
    }

    private static RollupQuery query(Seeded seeded, Window within) {
        Instant one = seeded.instant(within.start(), within.end());
        Instant other = seeded.instant(within.start(), within.end());
        Window window = seeded.onceIn(6)
                ? Window.always()
                : one.isBefore(other) ? new Window(one, other) : new Window(other, one);
        List<Dimension> by = new ArrayList<>();
        if (seeded.onceIn(2)) {
            by.add(seeded.oneOf(Dimension.HOUR, Dimension.DAY, Dimension.MONTH));
        }
        if (seeded.onceIn(2)) {
            by.add(Dimension.MODEL);
        }
        Map<Dimension, String> only =
                seeded.onceIn(4) ? Map.of(Dimension.MODEL, seeded.oneOf(RandomRecords.MODELS)) : Map.of();
        return new RollupQuery(window, by, only);
    }
}
