package io.groqmeter.simulator.endpoint;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Uncompressed audio in a RIFF WAVE file: reads its length, and makes silence. */
final class WavFile {

    static final int HEADER_BYTES = 44;

    private static final int RIFF = 0x46464952;
    private static final int WAVE = 0x45564157;
    private static final int FMT = 0x20746d66;
    private static final int DATA = 0x61746164;
    private static final int SAMPLE_RATE = 24_000;
    private static final int BYTES_PER_SAMPLE = 2;
    private static final int DECIMALS = 9;

    private WavFile() {}

    /** Seconds with nine decimals; null when {@code file} is not a WAVE file with audio. */
    static @Nullable BigDecimal seconds(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (file.length < 12 || bytes.getInt(0) != RIFF || bytes.getInt(8) != WAVE) {
            return null;
        }
        long bytesPerSecond = 0;
        for (long at = 12; at + 8 <= file.length; ) {
            int id = bytes.getInt((int) at);
            long size = Integer.toUnsignedLong(bytes.getInt((int) at + 4));
            if (id == FMT && at + 20 <= file.length) {
                bytesPerSecond = Integer.toUnsignedLong(bytes.getInt((int) at + 16));
            }
            if (id == DATA && bytesPerSecond > 0) {
                long sound = Math.min(size, file.length - at - 8);
                return BigDecimal.valueOf(sound)
                        .divide(BigDecimal.valueOf(bytesPerSecond), DECIMALS, RoundingMode.HALF_EVEN);
            }
            at += 8 + size + size % 2;
        }
        return null;
    }

    /** A file of that many milliseconds of 24 kHz mono silence. */
    static byte[] silence(int millis) {
        int sound = (int) ((long) millis * SAMPLE_RATE / 1000) * BYTES_PER_SAMPLE;
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + sound).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(HEADER_BYTES - 8 + sound);
        bytes.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        bytes.putShort((short) 1).putShort((short) 1);
        bytes.putInt(SAMPLE_RATE).putInt(SAMPLE_RATE * BYTES_PER_SAMPLE);
        bytes.putShort((short) BYTES_PER_SAMPLE).putShort((short) (8 * BYTES_PER_SAMPLE));
        bytes.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(sound);
        return bytes.array();
    }
}
