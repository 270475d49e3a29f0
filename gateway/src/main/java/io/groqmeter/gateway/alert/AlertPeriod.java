package io.groqmeter.gateway.alert;

import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;

/** A calendar period, in the store's time zone, that spend is summed over. */
public enum AlertPeriod {
    HOUR,
    DAY,
    MONTH,
    TOTAL;

    /** The lower-case name used in rules. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when it is none of the four */
    static AlertPeriod parse(String label) {
        return Arrays.stream(values())
                .filter(period -> period.label().equals(label))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("a period is hour, day, month or total, not '" + label + "'"));
    }

    /** The period that contains the instant. */
    Window around(Instant instant, UsageCalendar calendar) {
        return switch (this) {
            case HOUR -> calendar.hour(instant);
            case DAY -> calendar.day(instant);
            case MONTH -> calendar.month(instant);
            case TOTAL -> Window.always();
        };
    }
}
