package io.groqmeter.gateway.http;

import java.time.Duration;

/**
 * How slowly a request of somebody unknown may come: it has a grace, and on top the time that its bytes take at the slowest rate.
 * Time in which the gateway itself does not read does not count.
 *
 * @param grace for connecting, and for pauses
 * @param bytesPerSecond the slowest rate on average; 0 for none: a request may take as long as it likes
 */
public record MinRequestRate(Duration grace, int bytesPerSecond) {

    public MinRequestRate {
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException("a rate cannot be negative: " + bytesPerSecond);
        }
    }

    /** Twenty seconds and 500 bytes a second: a fifth of what a line of 20 kbit/s carries. */
    public static MinRequestRate usual() {
        return new MinRequestRate(Duration.ofSeconds(20), 500);
    }

    /** How much later that many bytes are than they may be without any grace, in nanoseconds. */
    long lag(long nanos, long bytes) {
        return bytesPerSecond == 0 ? 0 : nanos - (long) (bytes * 1e9 / bytesPerSecond);
    }
}
