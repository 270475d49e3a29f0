package io.groqmeter.gateway.http;

import java.time.Duration;

/**
 * The minimum rate at which an unknown client must send its request: a grace period plus the time its bytes take at that rate. Time
 * in which the gateway itself does not read does not count.
 *
 * @param grace for connecting, and for pauses
 * @param bytesPerSecond the minimum average rate; 0 for none
 */
public record MinRequestRate(Duration grace, int bytesPerSecond) {

    public MinRequestRate {
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException("a rate cannot be negative: " + bytesPerSecond);
        }
    }

    /** Twenty seconds and 500 bytes a second, a fifth of a line of 20 kbit/s. */
    public static MinRequestRate defaults() {
        return new MinRequestRate(Duration.ofSeconds(20), 500);
    }

    /** How late that many bytes are, without the grace period, in nanoseconds. */
    long lag(long nanos, long bytes) {
        return bytesPerSecond == 0 ? 0 : nanos - (long) (bytes * 1e9 / bytesPerSecond);
    }
}
