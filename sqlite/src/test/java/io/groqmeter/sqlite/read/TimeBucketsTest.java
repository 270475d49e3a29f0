package io.groqmeter.sqlite.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.store.Dimension;
import io.groqmeter.usage.UsageCalendar;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeBucketsTest {

    private static final long MIDNIGHT = Instant.parse("2026-11-21T23:00:00Z").toEpochMilli();

    private final UsageCalendar madrid = new UsageCalendar(ZoneId.of("Europe/Madrid"));

    @Test
    void the_last_millisecond_before_midnight_is_of_the_day_before() {
        TimeBuckets days = by(Dimension.DAY);
        assertThat(days.label(MIDNIGHT)).isEqualTo("2026-11-22");
        assertThat(days.label(MIDNIGHT - 1)).isEqualTo("2026-11-21");
        assertThat(days.label(MIDNIGHT + 86_399_999)).isEqualTo("2026-11-22");
    }

    @Test
    void an_hour_is_named_by_its_start_wherever_in_it_a_time_lies() {
        TimeBuckets hours = by(Dimension.HOUR);
        assertThat(hours.label(MIDNIGHT + 3_599_999)).isEqualTo("2026-11-21T23:00:00Z");
        assertThat(hours.label(MIDNIGHT + 3_600_000)).isEqualTo("2026-11-22T00:00:00Z");
        assertThat(hours.label(MIDNIGHT)).isEqualTo("2026-11-21T23:00:00Z");
    }

    @Test
    void without_a_dimension_of_time_there_is_one_bucket() {
        TimeBuckets none = by(Dimension.MODEL);
        assertThat(none.dimension()).isEmpty();
        assertThat(none.label(0)).isEqualTo(none.label(MIDNIGHT));
    }

    private TimeBuckets by(Dimension dimension) {
        return new TimeBuckets(List.of(dimension), madrid);
    }
}
