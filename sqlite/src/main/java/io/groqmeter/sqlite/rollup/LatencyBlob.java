package io.groqmeter.sqlite.rollup;

import io.groqmeter.sqlite.column.VarintReader;
import io.groqmeter.sqlite.column.VarintWriter;
import io.groqmeter.store.DurationHistogram;
import io.groqmeter.store.Latencies;
import io.groqmeter.usage.CallTime;

/**
 * The binary form of latency histograms: for each {@link CallTime} in order, the number of buckets that are not empty, and for
 * each of those the distance from the one before and the count, all as varints. About two bytes per bucket.
 */
public final class LatencyBlob {

    private LatencyBlob() {}

    static byte[] write(Latencies latencies) {
        VarintWriter bytes = new VarintWriter();
        for (CallTime time : CallTime.values()) {
            new Buckets(bytes).write(latencies.of(time));
        }
        return bytes.bytes();
    }

    /** Adds the histograms of a binary form. */
    public static void read(byte[] bytes, Latencies latencies) {
        VarintReader numbers = new VarintReader(bytes);
        for (CallTime time : CallTime.values()) {
            DurationHistogram histogram = latencies.of(time);
            int bucket = 0;
            for (long rest = numbers.next(); rest > 0; rest--) {
                bucket += (int) numbers.next();
                histogram.add(bucket, numbers.next());
            }
        }
    }

    /** Writes one histogram. */
    private static final class Buckets {
        private final VarintWriter bytes;
        private int count;
        private int last;

        Buckets(VarintWriter bytes) {
            this.bytes = bytes;
        }

        void write(DurationHistogram histogram) {
            histogram.forEach((bucket, calls) -> count++);
            bytes.add(count);
            histogram.forEach((bucket, calls) -> {
                bytes.add(bucket - last).add(calls);
                last = bucket;
            });
        }
    }
}
