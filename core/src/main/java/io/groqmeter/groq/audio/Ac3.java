package io.groqmeter.groq.audio;

import java.time.Duration;
import java.util.Optional;

/** AC-3 and enhanced AC-3 (ETSI TS 102 366): frames counted one by one. */
final class Ac3 implements Container {
    static final int SYNC = 0x0b77;
    private static final int[] SAMPLE_RATES = {48_000, 44_100, 32_000};
    private static final int[] KILOBITS = {
        32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640
    };
    private static final int LAST_PLAIN = 10;
    private static final int LAST_ENHANCED = 16;

    private final PlayTime time = new PlayTime();
    private Duration beforeLast = Duration.ZERO;

    @Override
    public void step(ByteCursor in) {
        if (!in.has(6)) {
            return;
        }
        int version = in.u8(5) >> 3;
        int length = in.u16(0) != SYNC || version > LAST_ENHANCED
                ? 0
                : version > LAST_PLAIN ? 2 * ((in.u16(2) & 0x7ff) + 1) : length(in.u8(4));
        if (length < 6) {
            in.seek(SYNC >>> 8);
            return;
        }
        beforeLast = time.total();
        int rate = in.u8(4) >> 6;
        if (version <= LAST_PLAIN) {
            time.add(1536, SAMPLE_RATES[rate]);
        } else if (in.u8(2) >> 6 != 1) { // not more channels for the frame before
            int blocks = in.u8(4) >> 4 & 3;
            boolean halved = rate == 3;
            int samples = halved || blocks == 3 ? 1536 : 256 * (blocks + 1);
            time.add(samples, halved ? SAMPLE_RATES[blocks % 3] / 2 : SAMPLE_RATES[rate]);
        }
        in.skip(length);
    }

    /** The length of a plain frame in bytes; 0 when that code is none. */
    private static int length(int code) {
        int rate = code >> 6;
        int size = code & 0x3f;
        if (rate == 3 || size >> 1 >= KILOBITS.length) {
            return 0;
        }
        int kilobits = KILOBITS[size >> 1];
        return switch (rate) {
            case 0 -> 4 * kilobits;
            case 1 -> 2 * (320 * kilobits / 147 + (size & 1));
            default -> 6 * kilobits;
        };
    }

    @Override
    public Optional<Duration> duration(ByteCursor end) {
        return Optional.of(end.owed() > 0 ? beforeLast : time.total()).filter(played -> !played.isZero());
    }
}
