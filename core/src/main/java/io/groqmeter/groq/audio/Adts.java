package io.groqmeter.groq.audio;

import java.time.Duration;
import java.util.Optional;

/** AAC in ADTS frames, counted one by one; 1024 samples per raw block. */
final class Adts implements Container {
    private static final int[] SAMPLE_RATES = {
        96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350
    };

    private final PlayTime time = new PlayTime();
    private boolean inStep;
    private long frames;
    private Duration beforeLast = Duration.ZERO;

    @Override
    public void step(ByteCursor in) {
        if (!in.has(7)) {
            return;
        }
        int rateIndex = in.u8(2) >> 2 & 15;
        int length = (in.u8(3) & 3) << 11 | in.u8(4) << 3 | in.u8(5) >> 5;
        boolean header = (in.u16(0) & 0xfff6) == 0xfff0 && rateIndex < SAMPLE_RATES.length && length >= 7;
        if (!header) {
            inStep = false;
            in.seek(0xff);
            return;
        }
        if (!inStep && frames > 0) { // out of step after junk: the next frame must follow in sight
            if (length + 2 > ByteCursor.LOOKAHEAD) {
                in.seek(0xff);
                return;
            }
            if (!in.has(length + 2)) {
                return;
            }
            if ((in.u16(length) & 0xfff6) != 0xfff0) {
                in.seek(0xff);
                return;
            }
        }
        inStep = true;
        frames++;
        beforeLast = time.total();
        time.add(1024L * ((in.u8(6) & 3) + 1), SAMPLE_RATES[rateIndex]);
        in.skip(length);
    }

    @Override
    public Optional<Duration> duration(ByteCursor end) {
        return frames == 0 ? Optional.empty() : Optional.of(end.owed() > 0 ? beforeLast : time.total());
    }
}
