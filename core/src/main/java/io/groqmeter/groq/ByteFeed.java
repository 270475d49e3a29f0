package io.groqmeter.groq;

import java.nio.ByteBuffer;

/** Turns buffers of any kind into runs of a byte array, copying only what is not in one already. */
final class ByteFeed {

    /** Takes bytes, {@code from} inclusive to {@code to} exclusive; does not keep the array. */
    interface Sink {
        void bytes(byte[] bytes, int from, int to);
    }

    /** Small, for one is made per body: with 8 KiB it was a sixth of all that a call allocates. */
    private static final int LONGEST_COPY = 1024;

    private final Sink sink;
    private byte[] copy = {};

    ByteFeed(Sink sink) {
        this.sink = sink;
    }

    /** Passes on what is between the buffer's position and limit, and moves the position to the limit. */
    void read(ByteBuffer buffer) {
        if (buffer.hasArray()) {
            int start = buffer.arrayOffset() + buffer.position();
            int end = start + buffer.remaining();
            buffer.position(buffer.limit());
            sink.bytes(buffer.array(), start, end);
            return;
        }
        while (buffer.hasRemaining()) {
            int length = Math.min(buffer.remaining(), LONGEST_COPY);
            if (copy.length < length) {
                copy = new byte[length];
            }
            buffer.get(copy, 0, length);
            sink.bytes(copy, 0, length);
        }
    }
}
