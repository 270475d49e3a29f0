package io.groqmeter.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.groqmeter.pricing.PriceBasis;
import io.groqmeter.pricing.RatedUsage;
import io.groqmeter.store.Dimension;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageSums;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the dashboard asks for: the overview, its forecast, and usage over time. */
class OverviewTest {

    private static final ZoneId MADRID = ZoneId.of("Europe/Madrid");

    /** A Sunday, exactly noon in Madrid. */
    private static final Instant NOON = Instant.parse("2026-11-22T11:00:00Z");

    private final InMemoryUsageStore store = new InMemoryUsageStore(new UsageCalendar(MADRID));
    private int records;

    @Test
    void today_stands_beside_yesterday_up_to_the_same_time() {
        call("2026-11-22", "09:00", "3");
        call("2026-11-21", "11:59", "2");
        call("2026-11-21", "12:00", "100");

        Comparison yesterday = Overview.of(store, NOON).yesterday();
        assertThat(yesterday.before().cost()).isEqualByComparingTo("2");
        assertThat(yesterday.costChange()).isEqualByComparingTo("1");
        assertThat(yesterday.costPercent()).hasValue(new BigDecimal("50.0"));
        assertThat(yesterday.callsChange()).isZero();
    }

    @Test
    void this_month_stands_beside_the_last_up_to_the_same_date_and_time() {
        call("2026-11-01", "00:00", "1");
        call("2026-10-22", "11:59", "4");
        call("2026-10-22", "12:00", "100");

        Overview overview = Overview.of(store, NOON);
        assertThat(overview.lastMonth().before().cost()).isEqualByComparingTo("4");
        assertThat(overview.lastMonth().costPercent()).hasValue(new BigDecimal("-75.0"));
        assertThat(overview.total().sums().cost()).isEqualByComparingTo("105");
        assertThat(overview.total().priceBasis()).containsOnlyKeys("list");
    }

    @Test
    void a_date_the_last_month_did_not_have_is_its_end() {
        call("2026-02-28", "23:59", "7");
        Instant now = LocalDate.of(2026, 3, 30).atTime(12, 0).atZone(MADRID).toInstant();

        assertThat(Overview.of(store, now).lastMonth().before().cost()).isEqualByComparingTo("7");
    }

    @Test
    void where_nothing_was_spent_before_there_is_no_percentage() {
        call("2026-11-22", "09:00", "3");

        assertThat(Overview.of(store, NOON).yesterday().costPercent()).isEmpty();
    }

    @Test
    void with_less_than_a_week_behind_nothing_is_foretold() {
        days("2026-11-16", "2026-11-22", "1", "1");

        assertThat(Overview.of(store, NOON).forecast()).isEmpty();
    }

    @Test
    void days_that_cost_the_same_are_foretold_without_doubt() {
        days("2026-10-25", "2026-11-22", "2", "2");
        call("2026-11-22", "08:00", "1");

        Forecast forecast = Overview.of(store, NOON).forecast().orElseThrow();
        // 21 days and today so far, half of today, and 8 days
        assertThat(forecast.spent()).isEqualByComparingTo("43");
        assertThat(forecast.expected()).isEqualByComparingTo("60");
        assertThat(forecast.least()).isEqualByComparingTo("60");
        assertThat(forecast.most()).isEqualByComparingTo("60");
        assertThat(forecast.days()).isEqualTo(28);
    }

    @Test
    void weekends_are_expected_to_cost_what_weekends_cost() {
        days("2026-10-25", "2026-11-22", "10", "1");

        Forecast forecast = Overview.of(store, NOON).forecast().orElseThrow();
        // to come: half a Sunday, five working days, a weekend, a Monday
        assertThat(forecast.expected().subtract(forecast.spent())).isEqualByComparingTo("62.5");
        assertThat(forecast.most()).isEqualByComparingTo(forecast.expected());
    }

    @Test
    void the_interval_holds_what_strays_and_never_reaches_below_what_is_spent() {
        LocalDate.parse("2026-10-25")
                .datesUntil(LocalDate.parse("2026-11-22"))
                .forEach(day -> call(day.toString(), "10:00", day.getDayOfMonth() % 2 == 0 ? "0" : "50"));

        Forecast forecast = Overview.of(store, NOON).forecast().orElseThrow();
        assertThat(forecast.least()).isGreaterThanOrEqualTo(forecast.spent()).isLessThan(forecast.expected());
        assertThat(forecast.most()).isGreaterThan(forecast.expected());
        // Standard deviation about 25, 8.5 days to come: 1.28 × 25 × √(8.5 + 8.5²/28) ≈ 107
        assertThat(forecast.most().subtract(forecast.expected()))
                .isBetween(new BigDecimal("95"), new BigDecimal("120"));
    }

    @Test
    void a_series_has_every_step_between_the_first_and_the_last_and_adds_up() {
        call("2026-11-01", "10:00", "1");
        call("2026-11-04", "10:00", "2");

        TimeSeries series = series(Dimension.DAY, Optional.empty(), 8);
        assertThat(series.steps()).containsExactly("2026-11-01", "2026-11-02", "2026-11-03", "2026-11-04");
        assertThat(series.total()).extracting(UsageSums::calls).containsExactly(1L, 0L, 0L, 1L);
        assertThat(series.lines()).isEmpty();
    }

    @Test
    void the_dearest_groups_have_lines_and_the_others_are_the_rest() {
        call("a", "2026-11-01", "10:00", "1");
        call("b", "2026-11-02", "10:00", "5");
        call("c", "2026-11-02", "10:00", "2");
        call("a", "2026-11-02", "10:00", "0.5");

        TimeSeries series = series(Dimension.DAY, Optional.of(Dimension.MODEL), 1);
        assertThat(series.lines()).extracting(TimeSeries.Line::value).containsExactly("b");
        TimeSeries.Line rest = series.rest().orElseThrow();
        assertThat(rest.steps()).extracting(UsageSums::calls).containsExactly(1L, 2L);
        assertThat(rest.sums().cost()).isEqualByComparingTo("3.5");
        assertThat(series.total()).extracting(UsageSums::calls).containsExactly(1L, 3L);
    }

    @Test
    void hours_of_a_clock_change_are_steps_of_their_own() {
        call("2026-10-25", "00:30", "1");
        call("2026-10-25", "04:30", "1");

        // 00, 01, 02 in summer, 02 in winter, 03, 04
        assertThat(series(Dimension.HOUR, Optional.empty(), 8).steps()).hasSize(6);
    }

    @Test
    void a_series_of_a_whole_window_also_has_the_steps_around_the_calls() {
        call("2026-11-03", "10:00", "1");
        UsageCalendar calendar = store.calendar();
        Window days = new Window(
                calendar.day(LocalDate.parse("2026-11-02")).start().plusSeconds(60),
                calendar.day(LocalDate.parse("2026-11-05")).start());

        TimeSeries series = TimeSeries.of(
                store, days, Dimension.DAY, TimeSeries.Extent.WINDOW, Optional.of(Dimension.MODEL), Map.of(), 8);
        assertThat(series.steps()).containsExactly("2026-11-02", "2026-11-03", "2026-11-04");
        assertThat(series.total()).extracting(UsageSums::calls).containsExactly(0L, 1L, 0L);
        assertThat(series.window()).isEqualTo(days);
    }

    @Test
    void too_many_steps_are_refused() {
        call("2026-01-01", "10:00", "1");
        call("2026-11-01", "10:00", "1");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> series(Dimension.HOUR, Optional.empty(), 8))
                .withMessageContaining("more than 1000 steps");
    }

    @Test
    void nothing_has_no_steps() {
        assertThat(series(Dimension.MONTH, Optional.of(Dimension.USER), 8).steps())
                .isEmpty();
    }

    private TimeSeries series(Dimension step, Optional<Dimension> by, int most) {
        return TimeSeries.of(store, Window.always(), step, TimeSeries.Extent.USED, by, Map.of(), most);
    }

    /** A call a day, for so much on working days and so much on weekends. */
    private void days(String first, String end, String working, String weekend) {
        LocalDate.parse(first)
                .datesUntil(LocalDate.parse(end))
                .forEach(day -> call(day.toString(), "10:00", day.getDayOfWeek().getValue() > 5 ? weekend : working));
    }

    private void call(String date, String time, String cost) {
        call("m", date, time, cost);
    }

    private void call(String model, String date, String time, String cost) {
        Instant start = LocalDate.parse(date)
                .atTime(LocalTime.parse(time))
                .atZone(MADRID)
                .toInstant();
        RatedUsage rated = new RatedUsage(Usage.tokens(1, 1), new BigDecimal(cost), PriceBasis.LIST, List.of());
        store.append(
                UsageBatch.of(new UsageRecord("r" + ++records, start, Call.chat(model), Attribution.none(), rated)));
    }
}
