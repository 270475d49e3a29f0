package io.groqmeter.store.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.store.Dimension;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.rollup.RollupPlan.Grain;
import io.groqmeter.store.rollup.RollupPlan.Span;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class RollupPlanTest {

    private static final UsageCalendar MADRID = new UsageCalendar(ZoneId.of("Europe/Madrid"));

    @Test
    void a_window_cut_anywhere_is_coarse_in_the_middle_and_fine_at_its_ends() {
        Window window = window("2026-01-30T10:20:30Z", "2026-04-02T05:06:07Z");

        assertThat(RollupPlan.of(RollupQuery.of(window), MADRID).spans())
                .containsExactly(
                        span(Grain.ROW, "2026-01-30T10:20:30Z", "2026-01-30T11:00:00Z"),
                        span(Grain.HOUR, "2026-01-30T11:00:00Z", "2026-01-30T23:00:00Z"),
                        span(Grain.DAY, "2026-01-30T23:00:00Z", "2026-01-31T23:00:00Z"),
                        span(Grain.MONTH, "2026-01-31T23:00:00Z", "2026-03-31T22:00:00Z"),
                        span(Grain.DAY, "2026-03-31T22:00:00Z", "2026-04-01T22:00:00Z"),
                        span(Grain.HOUR, "2026-04-01T22:00:00Z", "2026-04-02T05:00:00Z"),
                        span(Grain.ROW, "2026-04-02T05:00:00Z", "2026-04-02T05:06:07Z"));
    }

    @Test
    void a_month_a_day_and_an_hour_are_one_span_each() {
        Instant instant = Instant.parse("2026-10-25T01:30:00Z");

        assertThat(grains(MADRID.month(YearMonth.of(2026, 10)))).containsExactly(Grain.MONTH);
        assertThat(grains(MADRID.day(instant))).containsExactly(Grain.DAY);
        assertThat(grains(MADRID.hour(instant))).containsExactly(Grain.HOUR);
    }

    @Test
    void a_window_within_an_hour_reads_rows_only() {
        assertThat(grains(window("2026-01-30T10:20:00Z", "2026-01-30T10:40:00Z")))
                .containsExactly(Grain.ROW);
        assertThat(grains(window("2026-01-30T10:20:00Z", "2026-01-30T11:40:00Z")))
                .containsExactly(Grain.ROW);
    }

    @Test
    void an_empty_window_reads_nothing() {
        assertThat(grains(window("2026-01-30T10:20:00Z", "2026-01-30T10:20:00Z")))
                .isEmpty();
    }

    @Test
    void grouping_by_time_reads_nothing_coarser() {
        Window window = window("2026-01-30T10:20:30Z", "2026-04-02T05:06:07Z");

        assertThat(grains(window, Dimension.HOUR)).containsExactly(Grain.ROW, Grain.HOUR, Grain.ROW);
        assertThat(grains(window, Dimension.MODEL, Dimension.DAY))
                .containsExactly(Grain.ROW, Grain.HOUR, Grain.DAY, Grain.HOUR, Grain.ROW);
    }

    @Test
    void the_whole_of_time_is_one_span_whatever_its_months() {
        assertThat(grains(Window.always())).containsExactly(Grain.ALL);
        assertThat(grains(Window.always(), Dimension.MODEL)).containsExactly(Grain.ALL);
        assertThat(grains(Window.always(), Dimension.MONTH))
                .contains(Grain.MONTH)
                .doesNotContain(Grain.ALL);
    }

    @Test
    void a_date_the_zone_never_had_is_skipped() {
        UsageCalendar apia = new UsageCalendar(ZoneId.of("Pacific/Apia"));
        Window window = window("2011-12-29T10:00:00Z", "2011-12-31T10:00:00Z");

        assertThat(RollupPlan.of(RollupQuery.of(window, Dimension.DAY), apia).spans())
                .containsExactly(span(Grain.DAY, "2011-12-29T10:00:00Z", "2011-12-31T10:00:00Z"));
    }

    private static List<Grain> grains(Window window, Dimension... by) {
        return RollupPlan.of(RollupQuery.of(window, by), MADRID).spans().stream()
                .map(Span::grain)
                .toList();
    }

    private static Span span(Grain grain, String start, String end) {
        return new Span(grain, window(start, end));
    }

    private static Window window(String start, String end) {
        return new Window(Instant.parse(start), Instant.parse(end));
    }
}
