package io.groqmeter.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.store.Dimension;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class StretchesTest {

    private static final Instant MIDNIGHT = Instant.parse("2026-11-21T23:00:00Z");

    private final UsageCalendar madrid = new UsageCalendar(ZoneId.of("Europe/Madrid"));

    @Test
    void hours_up_to_midnight_are_of_one_day() {
        Window evening = new Window(MIDNIGHT.minusSeconds(7_200), MIDNIGHT);
        assertThat(by(Dimension.DAY).haveOneLabel(evening)).isTrue();
        assertThat(by(Dimension.MONTH).haveOneLabel(evening)).isTrue();
        assertThat(by(Dimension.HOUR).haveOneLabel(evening)).isFalse();
    }

    @Test
    void hours_across_midnight_are_of_two_days() {
        Window night = new Window(MIDNIGHT.minusSeconds(7_200), MIDNIGHT.plusSeconds(7_200));
        assertThat(by(Dimension.DAY).haveOneLabel(night)).isFalse();
    }

    @Test
    void without_a_stretch_of_time_everything_is_one() {
        assertThat(by(Dimension.MODEL).haveOneLabel(Window.always())).isTrue();
    }

    private Stretches by(Dimension dimension) {
        return new Stretches(List.of(dimension), madrid);
    }
}
