package io.groqmeter.bench.traffic;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/** Noise in a WAV file: one channel, 16 bits, 16,000 samples a second. */
final class Sound {

    private static final int RATE = 16_000;
    private static final int BYTES_A_SECOND = 2 * RATE;
    private static final int HEAD = 44;

    private Sound() {}

    static byte[] wav(int seconds) {
        int size = seconds * BYTES_A_SECOND;
        byte[] noise = new byte[size];
        new SplittableRandom(1).nextBytes(noise);
        return ByteBuffer.allocate(HEAD + size)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(WireRequest.ascii("RIFF"))
                .putInt(HEAD - 8 + size)
                .put(WireRequest.ascii("WAVEfmt "))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) 1)
                .putInt(RATE)
                .putInt(BYTES_A_SECOND)
                .putShort((short) 2)
                .putShort((short) 16)
                .put(WireRequest.ascii("data"))
                .putInt(size)
                .put(noise)
                .array();
    }
}
