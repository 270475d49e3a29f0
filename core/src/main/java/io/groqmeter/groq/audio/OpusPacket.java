package io.groqmeter.groq.audio;

/** The duration of an Opus packet, told by its first two bytes (RFC 6716 §3.1). */
final class OpusPacket {
    /** Samples per second in which Opus counts, whatever the input's rate was. */
    static final int RATE = 48_000;

    /** The longest packet, 120 ms, in samples. */
    static final int LONGEST = 5_760;

    private OpusPacket() {}

    /** Samples at 48 kHz of a packet that begins with these two bytes, the second taken from 0 where there is none. */
    static int samples(int toc, int second) {
        int configuration = toc >> 3;
        int frame = configuration < 12
                ? new int[] {480, 960, 1920, 2880}[configuration & 3] // SILK: 10 to 60 ms
                : configuration < 16 ? 480 << (configuration & 1) : 120 << (configuration & 3); // hybrid, CELT
        int frames =
                switch (toc & 3) {
                    case 0 -> 1;
                    case 1, 2 -> 2;
                    default -> second & 0x3f;
                };
        return Math.min(frame * frames, LONGEST);
    }
}
