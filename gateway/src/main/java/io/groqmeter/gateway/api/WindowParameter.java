package io.groqmeter.gateway.api;

import io.groqmeter.gateway.local.BadRequest;
import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.report.Period;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/**
 * Reads {@code from} (inclusive) and {@code to} (exclusive). Each is a date or a month in the store's zone, which stands for its first
 * instant, an ISO instant, or one of the words {@code today} and {@code month} for the first instant of the present day or month.
 */
public final class WindowParameter {

    private final UsageCalendar calendar;
    private final InstantSource clock;

    public WindowParameter(UsageCalendar calendar, InstantSource clock) {
        this.calendar = calendar;
        this.clock = clock;
    }

    /**
     * The window; everything there is where the request sets no bound.
     *
     * @throws BadRequest when a bound cannot be read, or the window ends before it starts
     */
    Window of(LocalRequest request) {
        Window always = Window.always();
        Instant start =
                request.parameter("from").map(said -> bound("from", said)).orElse(always.start());
        Instant end = request.parameter("to").map(said -> bound("to", said)).orElse(always.end());
        if (end.isBefore(start)) {
            throw new BadRequest(
                    "invalid_to",
                    "'to' (" + end + ") lies before 'from' (" + start + "); 'to' is the first instant left out");
        }
        return new Window(within(always, start), within(always, end));
    }

    private static Instant within(Window always, Instant instant) {
        return instant.isBefore(always.start())
                ? always.start()
                : instant.isAfter(always.end()) ? always.end() : instant;
    }

    private Instant bound(String name, String said) {
        Instant now = clock.instant();
        try {
            return switch (said.length()) {
                case 5 -> word(name, said, now);
                case 7 -> Period.month(said).window(calendar).start();
                case 10 -> Period.day(said).window(calendar).start();
                default -> OffsetDateTime.parse(said).toInstant();
            };
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw unreadable(name, said);
        }
    }

    private Instant word(String name, String said, Instant now) {
        return switch (said) {
            case "today" -> calendar.day(now).start();
            case "month" -> calendar.month(now).start();
            default -> throw unreadable(name, said);
        };
    }

    private static BadRequest unreadable(String name, String said) {
        // A '+' that was not escaped in the URL arrives as a space.
        String mend = said.matches(".*T.* \\d\\d:?\\d\\d") ? " (write the '+' of an offset as %2B)" : "";
        return new BadRequest(
                "invalid_" + name,
                "'" + name
                        + "' must be a date (2026-11-22), a month (2026-11), an instant (2026-11-22T10:00:00Z), today or"
                        + " month, not '" + said + "'" + mend);
    }
}
