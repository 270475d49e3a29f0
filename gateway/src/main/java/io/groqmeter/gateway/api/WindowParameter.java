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
 * Reads {@code from} (inclusive) and {@code to} (exclusive). Each is a date or a month in the store's zone, meaning its first
 * instant; an ISO instant; or {@code today} or {@code month} for the start of the current day or month.
 */
public final class WindowParameter {

    private final UsageCalendar calendar;
    private final InstantSource clock;

    public WindowParameter(UsageCalendar calendar, InstantSource clock) {
        this.calendar = calendar;
        this.clock = clock;
    }

    /**
     * The window; unbounded where the request has no bound.
     *
     * @throws BadRequest when a bound cannot be parsed, or the window ends before it starts
     */
    Window of(LocalRequest request) {
        Window always = Window.always();
        Instant start =
                request.parameter("from").map(text -> bound("from", text)).orElse(always.start());
        Instant end = request.parameter("to").map(text -> bound("to", text)).orElse(always.end());
        if (end.isBefore(start)) {
            throw new BadRequest(
                    "invalid_to", "'to' (" + end + ") is before 'from' (" + start + "); 'to' is exclusive");
        }
        return new Window(within(always, start), within(always, end));
    }

    private static Instant within(Window always, Instant instant) {
        return instant.isBefore(always.start())
                ? always.start()
                : instant.isAfter(always.end()) ? always.end() : instant;
    }

    private Instant bound(String name, String text) {
        Instant now = clock.instant();
        try {
            return switch (text.length()) {
                case 5 -> word(name, text, now);
                case 7 -> Period.month(text).window(calendar).start();
                case 10 -> Period.day(text).window(calendar).start();
                default -> OffsetDateTime.parse(text).toInstant();
            };
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw unreadable(name, text);
        }
    }

    private Instant word(String name, String text, Instant now) {
        return switch (text) {
            case "today" -> calendar.day(now).start();
            case "month" -> calendar.month(now).start();
            default -> throw unreadable(name, text);
        };
    }

    private static BadRequest unreadable(String name, String text) {
        // A '+' that is not escaped in the URL arrives as a space.
        String hint = text.matches(".*T.* \\d\\d:?\\d\\d") ? " (encode the '+' of an offset as %2B)" : "";
        return new BadRequest(
                "invalid_" + name,
                "'" + name
                        + "' must be a date (2026-11-22), a month (2026-11), an instant (2026-11-22T10:00:00Z), today or"
                        + " month, not '" + text + "'" + hint);
    }
}
