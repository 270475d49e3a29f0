package io.groqmeter.simulator.wire;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an answer is delivered.
 *
 * @param latency time before its head is sent
 * @param chunkDelay time between two chunks
 * @param gzip whether the body is compressed, each chunk flushed so that it can be read on arrival
 * @param closeDelimited whether the body has no announced length and ends with the connection
 * @param hangUp how long after the answer a keep-alive connection is closed; null to keep it
 * @param never whether the answer never comes at all
 */
public record Delivery(
        Duration latency,
        Duration chunkDelay,
        boolean gzip,
        Cut cut,
        Split split,
        boolean closeDelimited,
        @Nullable Duration hangUp,
        boolean never) {

    /** At once and unchanged. */
    public static final Delivery PLAIN =
            new Delivery(Duration.ZERO, Duration.ZERO, false, Cut.NONE, Split.NONE, false, null, false);

    public Delivery uncompressed() {
        return new Delivery(latency, chunkDelay, false, cut, split, closeDelimited, hangUp, never);
    }
}
