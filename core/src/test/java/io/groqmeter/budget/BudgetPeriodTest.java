package io.groqmeter.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetPeriodTest {

    private static UsageCalendar in(String zone) {
        return new UsageCalendar(ZoneId.of(zone));
    }

    /** Spring and autumn of 2026 in three zones; Lord Howe moves by half an hour. */
    @ParameterizedTest
    @CsvSource({
        "America/New_York, 2026-03-08T12:00:00Z, 23",
        "America/New_York, 2026-11-01T12:00:00Z, 25",
        "Europe/Madrid, 2026-03-29T12:00:00Z, 23",
        "Europe/Madrid, 2026-10-25T12:00:00Z, 25",
        "Australia/Lord_Howe, 2026-10-04T01:00:00Z, 23.5",
        "Australia/Lord_Howe, 2026-04-05T01:00:00Z, 24.5"
    })
    void a_day_begins_at_local_midnight_on_days_the_clock_changes(String zone, Instant noon, double hours) {
        Window day = BudgetPeriod.DAY.around(noon, 1, in(zone));

        assertThat(day.start().atZone(ZoneId.of(zone)).toLocalTime()).isEqualTo(LocalTime.MIDNIGHT);
        assertThat(day.end().atZone(ZoneId.of(zone)).toLocalTime()).isEqualTo(LocalTime.MIDNIGHT);
        assertThat(Duration.between(day.start(), day.end())).isEqualTo(Duration.ofMinutes((long) (hours * 60)));
    }

    @ParameterizedTest
    @CsvSource({
        "31, 2026-01-31T12:00:00Z, 2026-01-31, 2026-02-28",
        "31, 2026-02-27T12:00:00Z, 2026-01-31, 2026-02-28",
        "31, 2026-02-28T12:00:00Z, 2026-02-28, 2026-03-31",
        "30, 2028-02-29T12:00:00Z, 2028-02-29, 2028-03-30",
        "29, 2028-02-29T12:00:00Z, 2028-02-29, 2028-03-29",
        "15, 2026-12-31T12:00:00Z, 2026-12-15, 2027-01-15",
        "1, 2026-11-30T12:00:00Z, 2026-11-01, 2026-12-01"
    })
    void a_month_begins_on_its_day_or_on_the_last_of_a_shorter_one(int day, Instant at, String from, String to) {
        Window month = BudgetPeriod.MONTH.around(at, day, in("UTC"));

        assertThat(month).isEqualTo(new Window(Instant.parse(from + "T00:00:00Z"), Instant.parse(to + "T00:00:00Z")));
    }

    @Test
    void a_week_begins_on_monday() {
        Window week = BudgetPeriod.WEEK.around(Instant.parse("2026-11-22T23:59:59Z"), 1, in("UTC"));

        assertThat(week)
                .isEqualTo(new Window(Instant.parse("2026-11-16T00:00:00Z"), Instant.parse("2026-11-23T00:00:00Z")));
    }

    @ParameterizedTest
    @EnumSource(BudgetPeriod.class)
    void every_instant_is_in_one_period_which_follows_the_one_before(BudgetPeriod period) {
        Random random = new Random(6);
        for (String zone : new String[] {"America/Sao_Paulo", "Asia/Kolkata", "Pacific/Apia", "Europe/Madrid"}) {
            for (int i = 0; i < 300; i++) {
                Instant at = Instant.ofEpochSecond(random.nextLong(1_262_304_000L, 1_900_000_000L));
                int day = 1 + random.nextInt(31);
                Window window = period.around(at, day, in(zone));
                assertThat(window.contains(at)).isTrue();
                assertThat(period.around(window.start(), day, in(zone))).isEqualTo(window);
                if (period != BudgetPeriod.TOTAL) {
                    assertThat(period.around(window.end(), day, in(zone)).start())
                            .isEqualTo(window.end());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hour", "day", "Week", "month", "total"})
    void its_words_are_read(String word) {
        assertThat(BudgetPeriod.parse(word).label()).isEqualToIgnoringCase(word);
    }
}
