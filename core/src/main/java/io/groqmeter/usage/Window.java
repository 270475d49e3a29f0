package io.groqmeter.usage;

import java.time.Instant;

/**
 * A half-open interval of time.
 *
 * @param start inclusive
 * @param end exclusive, not before {@code start}
 */
public record Window(Instant start, Instant end) {

    private static final Window ALWAYS = new Window(Instant.EPOCH, Instant.parse("9999-01-01T00:00:00Z"));

    public Window {
        if (end.isBefore(start)) {
            throw new IllegalArgumentException("a window cannot end (" + end + ") before it starts (" + start + ")");
        }
    }

    /** From 1970 to the end of the year 9998: everything a meter can hold. */
    public static Window always() {
        return ALWAYS;
    }

    public boolean contains(Instant instant) {
        return !instant.isBefore(start) && instant.isBefore(end);
    }
}
