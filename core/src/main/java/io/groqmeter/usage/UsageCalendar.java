package io.groqmeter.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * Hours, days and months of one time zone, as windows of instants.
 *
 * <p>Hours are aligned to the zone's wall clock, so that days are whole hours in zones like Asia/Kolkata too. A clock change
 * starts a new hour: the windows of one grain never overlap and leave no gap.
 *
 * @param zone the zone whose wall clock counts
 */
public record UsageCalendar(ZoneId zone) {

    /** The hour of the wall clock that holds the instant. Its start names it. */
    public Window hour(Instant instant) {
        ZoneRules rules = zone.getRules();
        ZoneOffset offset = rules.getOffset(instant);
        Instant start = instant.atOffset(offset).truncatedTo(ChronoUnit.HOURS).toInstant();
        Instant end = start.plus(1, ChronoUnit.HOURS);
        ZoneOffsetTransition before = rules.previousTransition(instant.plusNanos(1));
        if (before != null && before.getInstant().isAfter(start)) {
            start = before.getInstant();
        }
        ZoneOffsetTransition after = rules.nextTransition(instant);
        if (after != null && after.getInstant().isBefore(end)) {
            end = after.getInstant();
        }
        return new Window(start, end);
    }

    /** The day of the wall clock that holds the instant. */
    public Window day(Instant instant) {
        return day(date(instant));
    }

    public Window day(LocalDate date) {
        return new Window(start(date), start(date.plusDays(1)));
    }

    /** The month of the wall clock that holds the instant. */
    public Window month(Instant instant) {
        return month(YearMonth.from(date(instant)));
    }

    public Window month(YearMonth month) {
        return new Window(start(month.atDay(1)), start(month.plusMonths(1).atDay(1)));
    }

    /** The date on the wall clock at that instant. */
    public LocalDate date(Instant instant) {
        return LocalDate.ofInstant(instant, zone);
    }

    /** The first instant of that date; where midnight is skipped by a clock change, the change itself. */
    public Instant start(LocalDate date) {
        return date.atStartOfDay(zone).toInstant();
    }
}
