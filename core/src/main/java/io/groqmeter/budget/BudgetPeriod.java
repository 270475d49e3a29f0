package io.groqmeter.budget;

import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How often a {@link Budget} resets, by the wall clock of the store's zone. */
public enum BudgetPeriod {
    HOUR,
    DAY,
    /** From Monday to Sunday, as ISO 8601 has it. */
    WEEK,
    /** From a day of the month to the day before that day of the next. */
    MONTH,
    /** Never. */
    TOTAL;

    /** The lower-case word people write. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads the word.
     *
     * @throws IllegalArgumentException when it is none of the five
     */
    public static BudgetPeriod parse(String text) {
        return Arrays.stream(values())
                .filter(period -> period.label().equals(text.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown period '" + text + "': write "
                        + Arrays.stream(values()).map(BudgetPeriod::label).collect(Collectors.joining(", "))));
    }

    /**
     * The period that contains the instant.
     *
     * @param resetsOn the day of the month a month begins on, 1 to 31; in a month that is shorter, its last day
     */
    Window around(Instant instant, int resetsOn, UsageCalendar calendar) {
        return switch (this) {
            case HOUR -> calendar.hour(instant);
            case DAY -> calendar.day(instant);
            case WEEK -> week(calendar.date(instant), calendar);
            case MONTH -> month(calendar.date(instant), resetsOn, calendar);
            case TOTAL -> Window.always();
        };
    }

    private static Window week(LocalDate date, UsageCalendar calendar) {
        LocalDate monday = date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        return new Window(calendar.start(monday), calendar.start(monday.plusWeeks(1)));
    }

    private static Window month(LocalDate date, int resetsOn, UsageCalendar calendar) {
        YearMonth month = YearMonth.from(date);
        YearMonth started = date.isBefore(reset(month, resetsOn)) ? month.minusMonths(1) : month;
        return new Window(
                calendar.start(reset(started, resetsOn)), calendar.start(reset(started.plusMonths(1), resetsOn)));
    }

    private static LocalDate reset(YearMonth month, int resetsOn) {
        return month.atDay(Math.min(resetsOn, month.lengthOfMonth()));
    }
}
