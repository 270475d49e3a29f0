package io.groqmeter.groq.audio;

import org.jspecify.annotations.Nullable;

/**
 * The header of one MPEG audio frame (MPEG-1, 2 and 2.5, layers I to III).
 *
 * @param kind the bits that stay the same through a stream: version, layer and sample rate
 * @param sampleRate samples per second
 * @param samples samples per channel in this frame
 * @param length bytes from this header to the next one
 * @param sideInfo bytes of layer III's side information, after which a Xing or Info tag may stand
 */
record MpegFrame(int kind, int sampleRate, int samples, int length, int sideInfo) {
    private static final int[] SAMPLE_RATES = {44_100, 48_000, 32_000};

    /** Kilobits per second by index 1 to 14: MPEG-1 layers I, II, III, then MPEG-2 layer I, and layers II and III. */
    private static final int[][] BIT_RATES = {
        {32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448},
        {32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384},
        {32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},
        {32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256},
        {8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160},
    };

    /** The longest frame: layer II, 384 kbit/s at 32 kHz, padded. */
    static final int LONGEST = 1729;

    /** Reads a header; null when these four bytes are none (free-format streams, which tell no length, included). */
    static @Nullable MpegFrame of(int header) {
        int version = header >> 19 & 3; // 0: MPEG-2.5, 2: MPEG-2, 3: MPEG-1
        int layer = 4 - (header >> 17 & 3);
        int bitRateIndex = header >> 12 & 15;
        int rateIndex = header >> 10 & 3;
        boolean sync = header >>> 21 == 0x7ff;
        if (!sync || version == 1 || layer == 4 || bitRateIndex == 0 || bitRateIndex == 15 || rateIndex == 3) {
            return null;
        }
        boolean mpeg1 = version == 3;
        int sampleRate = SAMPLE_RATES[rateIndex] >> (mpeg1 ? 0 : version == 2 ? 1 : 2);
        int bitRate = 1000 * BIT_RATES[mpeg1 ? layer - 1 : layer == 1 ? 3 : 4][bitRateIndex - 1];
        int padding = header >> 9 & 1;
        int samples = layer == 1 ? 384 : layer == 3 && !mpeg1 ? 576 : 1152;
        int length =
                layer == 1 ? (12 * bitRate / sampleRate + padding) * 4 : samples / 8 * bitRate / sampleRate + padding;
        boolean mono = (header >> 6 & 3) == 3;
        int sideInfo = layer != 3 ? 0 : mpeg1 ? (mono ? 17 : 32) : (mono ? 9 : 17);
        return new MpegFrame(header & 0x1e0c00, sampleRate, samples, length, sideInfo);
    }

    boolean sameStream(@Nullable MpegFrame other) {
        return other != null && kind == other.kind;
    }
}
