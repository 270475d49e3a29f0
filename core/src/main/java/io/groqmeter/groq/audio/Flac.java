package io.groqmeter.groq.audio;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * FLAC: the sample rate and, as a rule, the number of samples stand in STREAMINFO.
 *
 * <p>The frames are followed as well, by their sync code, CRC and running number: an encoder that wrote to a pipe leaves the number of
 * samples at 0, and in a file that was cut it tells more than there is.
 */
final class Flac implements Container {
    /** How many frames may be missing before one that carries on. */
    private static final int GAP = 1024;

    private static final int STREAMINFO_BYTES = 34;

    private boolean opened;
    private boolean metadata = true;
    private long sampleRate;
    private long total;
    private long counted;
    private @Nullable FlacFrame last;

    @Override
    public void step(ByteCursor in) {
        if (!opened) {
            opened = true;
            in.skip(4);
        } else if (metadata) {
            metadata(in);
        } else {
            frame(in);
        }
    }

    private void metadata(ByteCursor in) {
        if (!in.has(4)) {
            return;
        }
        int type = in.u8(0) & 0x7f;
        int length = in.i32(0) & 0xff_ffff;
        if (type == 0 && length >= STREAMINFO_BYTES) {
            if (!in.has(4 + STREAMINFO_BYTES)) {
                return;
            }
            sampleRate = in.u32(14) >> 12;
            total = in.i64(14) & 0xf_ffff_ffffL;
        }
        metadata = (in.u8(0) & 0x80) == 0;
        in.skip(4L + length);
    }

    private void frame(ByteCursor in) {
        if (in.u8(0) != 0xff) {
            in.seek(0xff);
            return;
        }
        if (!in.has(FlacFrame.SHORTEST)) {
            return;
        }
        int length = FlacFrame.length(in);
        if (length < 0) {
            in.seek(0xff);
            return;
        }
        if (!in.has(length)) {
            return;
        }
        FlacFrame frame = FlacFrame.read(in, length);
        if (frame == null || !carriesOn(frame)) {
            in.seek(0xff);
            return;
        }
        counted += frame.samples();
        last = frame;
        in.skip(length);
    }

    private boolean carriesOn(FlacFrame frame) {
        FlacFrame before = last;
        if (before == null) {
            return true;
        }
        long step = frame.variable() ? before.samples() : 1;
        long ahead = frame.number() - before.number() - step;
        return frame.variable() == before.variable() && ahead >= 0 && ahead <= step * GAP;
    }

    @Override
    public Optional<Duration> duration(ByteCursor end) {
        long samples = last == null ? total : total == 0 ? counted : Math.min(total, counted);
        return samples == 0 ? Optional.empty() : PlayTime.of(samples, sampleRate);
    }
}
