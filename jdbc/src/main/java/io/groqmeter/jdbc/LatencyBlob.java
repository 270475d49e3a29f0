package io.groqmeter.jdbc;

import io.groqmeter.store.DurationHistogram;
import io.groqmeter.store.Latencies;
import io.groqmeter.usage.CallTime;
import java.io.ByteArrayOutputStream;

/**
 * Histograms as bytes: for each {@link CallTime} in order, how many buckets are not empty, and for each of those the distance from
 * the one before and the count; all as numbers of seven bits a byte, the lowest first. About two bytes a bucket.
 */
final class LatencyBlob {

    private LatencyBlob() {}

    static byte[] write(Latencies latencies) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        for (CallTime time : CallTime.values()) {
            new Writer(bytes).write(latencies.of(time));
        }
        return bytes.toByteArray();
    }

    /** Adds what the bytes say. */
    static void read(byte[] bytes, Latencies latencies) {
        Reader reader = new Reader(bytes);
        for (CallTime time : CallTime.values()) {
            reader.read(latencies.of(time));
        }
    }

    private static final class Writer {
        private final ByteArrayOutputStream bytes;
        private int buckets;
        private int last;

        Writer(ByteArrayOutputStream bytes) {
            this.bytes = bytes;
        }

        void write(DurationHistogram histogram) {
            histogram.forEach((bucket, count) -> buckets++);
            number(buckets);
            histogram.forEach((bucket, count) -> {
                number(bucket - last);
                number(count);
                last = bucket;
            });
        }

        private void number(long number) {
            long rest = number;
            while (rest > 0x7f) {
                bytes.write((int) (rest & 0x7f | 0x80));
                rest >>>= 7;
            }
            bytes.write((int) rest);
        }
    }

    private static final class Reader {
        private final byte[] bytes;
        private int at;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        void read(DurationHistogram histogram) {
            int bucket = 0;
            for (long rest = number(); rest > 0; rest--) {
                bucket += (int) number();
                histogram.add(bucket, number());
            }
        }

        private long number() {
            long number = 0;
            for (int shift = 0; ; shift += 7) {
                byte next = bytes[at++];
                number |= (next & 0x7fL) << shift;
                if (next >= 0) {
                    return number;
                }
            }
        }
    }
}
