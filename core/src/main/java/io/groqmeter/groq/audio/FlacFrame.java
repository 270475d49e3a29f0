package io.groqmeter.groq.audio;

import org.jspecify.annotations.Nullable;

/**
 * The header of one FLAC frame (RFC 9639 §9.1), its CRC-8 proven.
 *
 * @param variable whether frames are numbered by their first sample rather than one by one
 * @param number the frame's number, or its first sample's
 * @param samples samples per channel in this frame
 */
record FlacFrame(boolean variable, long number, int samples) {
    /** The shortest part that tells a header's length. */
    static final int SHORTEST = 6;

    /** The length of the header at the cursor, of which {@link #SHORTEST} bytes must have arrived; -1 when there is none. */
    static int length(ByteCursor in) {
        if ((in.u16(0) & 0xfffe) != 0xfff8) {
            return -1;
        }
        int block = in.u8(2) >> 4;
        int rate = in.u8(2) & 15;
        int channels = in.u8(3) >> 4;
        int bits = in.u8(3) >> 1 & 7;
        int number = numberLength(in.u8(4));
        boolean reserved = block == 0 || rate == 15 || channels > 10 || bits == 3 || (in.u8(3) & 1) != 0;
        if (reserved || number == 0) {
            return -1;
        }
        int blockBytes = block == 6 ? 1 : block == 7 ? 2 : 0;
        int rateBytes = rate == 12 ? 1 : rate == 13 || rate == 14 ? 2 : 0;
        return 4 + number + blockBytes + rateBytes + 1;
    }

    /** Reads the header of {@code length} bytes at the cursor; null when its CRC does not hold. */
    static @Nullable FlacFrame read(ByteCursor in, int length) {
        if (crc8(in, length - 1) != in.u8(length - 1)) {
            return null;
        }
        int extra = numberLength(in.u8(4));
        long number = extra == 1 ? in.u8(4) : in.u8(4) & 0x7f >> extra;
        for (int i = 1; i < extra; i++) {
            number = number << 6 | in.u8(4 + i) & 0x3f;
        }
        return new FlacFrame((in.u8(1) & 1) == 1, number, samples(in, 4 + extra));
    }

    /** Whether this frame can follow that one, at most {@code gap} places behind it. */
    boolean carriesOn(FlacFrame before, int gap) {
        long step = variable ? before.samples : 1;
        long ahead = number - before.number - step;
        return variable == before.variable && ahead >= 0 && ahead <= step * (gap - 1L);
    }

    private static int samples(ByteCursor in, int extraBytes) {
        int block = in.u8(2) >> 4;
        return switch (block) {
            case 1 -> 192;
            case 2, 3, 4, 5 -> 576 << block - 2;
            case 6 -> in.u8(extraBytes) + 1;
            case 7 -> in.u16(extraBytes) + 1;
            default -> 256 << block - 8;
        };
    }

    /** Bytes of a number coded as in UTF-8, extended to seven; 0 when its first byte is none. */
    private static int numberLength(int first) {
        int ones = Integer.numberOfLeadingZeros(~(first << 24));
        return ones == 0 ? 1 : ones == 1 || ones == 8 ? 0 : ones;
    }

    private static int crc8(ByteCursor in, int length) {
        int crc = 0;
        for (int i = 0; i < length; i++) {
            crc ^= in.u8(i);
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x80) != 0 ? crc << 1 & 0xff ^ 0x07 : crc << 1;
            }
        }
        return crc;
    }
}
