package io.groqmeter.groq.audio;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

/** Runs an {@link AudioMeter} over a whole file. */
final class Measured {
    private Measured() {}

    static Optional<Duration> whole(byte[]... parts) {
        AudioMeter meter = new AudioMeter();
        meter.read(ByteBuffer.wrap(Bytes.join(parts)));
        return meter.duration();
    }

    /** The same in random pieces, in heap and direct buffers with bytes before and behind that are not the file's. */
    static Optional<Duration> split(byte[] file, Random random, int longestPiece) {
        AudioMeter meter = new AudioMeter();
        ByteBuffer heap = ByteBuffer.wrap(surrounded(longestPiece));
        ByteBuffer direct = ByteBuffer.allocateDirect(heap.capacity()).put(heap.duplicate());
        for (int at = 0; at < file.length; ) {
            int length = Math.min(file.length - at, random.nextInt(longestPiece + 1));
            ByteBuffer buffer = random.nextBoolean() ? heap : direct;
            buffer.clear().put(3, file, at, length).limit(3 + length).position(3);
            meter.read(buffer);
            if (buffer.position() != 3 || buffer.limit() != 3 + length) {
                throw new AssertionError("the meter moved the buffer");
            }
            at += length;
        }
        return meter.duration();
    }

    private static byte[] surrounded(int length) {
        byte[] bytes = new byte[length + 6];
        Arrays.fill(bytes, (byte) 0xff);
        return bytes;
    }

    static byte[] head(byte[] file, int length) {
        return Arrays.copyOf(file, length);
    }
}
