package io.groqmeter.groq.audio;

import java.time.Duration;
import java.util.Optional;

/** AMR and AMR-WB storage files (RFC 4867, single channel): frames of 20 ms, their sizes told by their mode. */
final class Amr implements Container {
    private static final int[] NARROW = {12, 13, 15, 17, 19, 20, 26, 31, 5, -1, -1, -1, -1, -1, -1, 0};
    private static final int[] WIDE = {17, 23, 32, 36, 40, 46, 50, 58, 60, 5, -1, -1, -1, -1, 0, 0};

    private int[] sizes = {};
    private long frames;

    @Override
    public void step(ByteCursor in) {
        if (sizes.length == 0) {
            open(in);
            return;
        }
        int size = sizes[in.u8(0) >> 3 & 15];
        if (size < 0) {
            in.stop();
            return;
        }
        frames++;
        in.skip(1L + size);
    }

    private void open(ByteCursor in) {
        if (!in.has(9)) {
            return;
        }
        if (in.says(0, "#!AMR\n")) {
            sizes = NARROW;
            in.skip(6);
        } else if (in.says(0, "#!AMR-WB\n")) {
            sizes = WIDE;
            in.skip(9);
        } else {
            in.stop();
        }
    }

    @Override
    public Optional<Duration> duration(ByteCursor end) {
        return sizes.length == 0 ? Optional.empty() : PlayTime.of(end.owed() > 0 ? frames - 1 : frames, 50);
    }
}
