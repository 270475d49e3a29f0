package io.groqmeter.sqlite.column;

import java.time.Instant;

/** Bounds of windows in epoch milliseconds. */
public final class EpochMillis {

    private static final Instant FIRST = Instant.ofEpochMilli(Long.MIN_VALUE);
    private static final Instant LAST = Instant.ofEpochMilli(Long.MAX_VALUE);

    private EpochMillis() {}

    /** The first millisecond that is not before an instant, limited to the range of a long. */
    public static long ceil(Instant instant) {
        if (instant.isBefore(FIRST)) {
            return Long.MIN_VALUE;
        }
        if (instant.isAfter(LAST)) {
            return Long.MAX_VALUE;
        }
        long floor = instant.toEpochMilli();
        return Instant.ofEpochMilli(floor).isBefore(instant) ? floor + 1 : floor;
    }
}
