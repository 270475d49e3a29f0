package io.groqmeter.report;

import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;

/** The period of a summary: a day, a month or everything. */
public sealed interface Period {

    /** Its text everywhere: {@code 2026-11-22}, {@code 2026-11} or {@code total}. */
    String label();

    /** The instants that belong to it on that calendar. */
    Window window(UsageCalendar calendar);

    /** One date of the store's zone. */
    record Day(LocalDate date) implements Period {
        @Override
        public String label() {
            return date.toString();
        }

        @Override
        public Window window(UsageCalendar calendar) {
            return calendar.day(date);
        }
    }

    /** One month of the store's zone. */
    record Month(YearMonth month) implements Period {
        @Override
        public String label() {
            return month.toString();
        }

        @Override
        public Window window(UsageCalendar calendar) {
            return calendar.month(month);
        }
    }

    /** Everything. */
    record Total() implements Period {
        @Override
        public String label() {
            return "total";
        }

        @Override
        public Window window(UsageCalendar calendar) {
            return Window.always();
        }
    }

    /**
     * The day of that date.
     *
     * @throws IllegalArgumentException when it is not a date written like {@code 2026-11-22}; the message says so
     */
    static Day day(String date) {
        try {
            if (date.length() == 10) {
                return new Day(LocalDate.parse(date));
            }
        } catch (DateTimeParseException e) {
            // reported below
        }
        throw new IllegalArgumentException("'" + date + "' is not a date; write it like 2026-11-22");
    }

    /**
     * That month.
     *
     * @throws IllegalArgumentException when it is not a month written like {@code 2026-11}; the message says so
     */
    static Month month(String month) {
        try {
            if (month.length() == 7) {
                return new Month(YearMonth.parse(month));
            }
        } catch (DateTimeParseException e) {
            // reported below
        }
        throw new IllegalArgumentException("'" + month + "' is not a month; write it like 2026-11");
    }
}
