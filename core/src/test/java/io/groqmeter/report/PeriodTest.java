package io.groqmeter.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodTest {

    private final UsageCalendar bogota = new UsageCalendar(ZoneId.of("America/Bogota"));

    @Test
    void a_day_is_a_day_of_the_calendars_zone() {
        assertThat(Period.day("2026-11-22").window(bogota))
                .isEqualTo(new Window(Instant.parse("2026-11-22T05:00:00Z"), Instant.parse("2026-11-23T05:00:00Z")));
    }

    @Test
    void a_month_ends_where_the_next_begins() {
        assertThat(Period.month("2026-12").window(bogota).end())
                .isEqualTo(Period.month("2027-01").window(bogota).start());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-02-30", "2026-2-3", "22/11/2026", "2026-11", "+99999-01-01"})
    void what_is_not_a_date_is_refused_with_an_example(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Period.day(text))
                .withMessage("'" + text + "' is not a date; write it like 2026-11-22");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "november", "2026-13", "2026-1", "2026-11-22"})
    void what_is_not_a_month_is_refused_with_an_example(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Period.month(text))
                .withMessage("'" + text + "' is not a month; write it like 2026-11");
    }
}
