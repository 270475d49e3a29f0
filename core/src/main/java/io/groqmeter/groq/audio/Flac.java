package io.groqmeter.groq.audio;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * FLAC: STREAMINFO has the sample rate and usually the number of samples.
 *
 * <p>The frames are followed, by their sync code, CRC and running number, and what they hold is what is played: an encoder that wrote to
 * a pipe leaves the number of samples at 0, and in a file that was cut it has more than there are. Files joined end to end are summed
 * while the rate stays, as decoders play them.
 */
final class Flac implements Container {
    /** How many frames may be missing before one that carries on. */
    private static final int GAP = 1024;

    private static final int STREAMINFO_BYTES = 34;
    private static final int MARK = 0x664c6143; // "fLaC"

    private final PlayTime earlier = new PlayTime(); // of the files before, joined to this one

    private boolean opened;
    private boolean metadata = true;
    private boolean joined;
    private long sampleRate;
    private long total;
    private long counted;
    private @Nullable FlacFrame last;
    private @Nullable FlacFrame stray;

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
            long rate = in.u32(14) >> 12;
            if (joined && rate != sampleRate) {
                in.stop();
                return;
            }
            sampleRate = rate;
            total = in.i64(14) & 0xf_ffff_ffffL;
        }
        metadata = (in.u8(0) & 0x80) == 0;
        in.skip(4L + length);
    }

    private void frame(ByteCursor in) {
        if (in.u8(0) == MARK >>> 24) {
            join(in);
            return;
        }
        if (in.u8(0) != 0xff) {
            search(in);
            return;
        }
        if (!in.has(FlacFrame.SHORTEST)) {
            return;
        }
        int length = FlacFrame.length(in);
        if (length < 0) {
            search(in);
            return;
        }
        if (!in.has(length)) {
            return;
        }
        FlacFrame frame = FlacFrame.read(in, length);
        if (frame == null || !counts(frame)) {
            search(in);
            return;
        }
        counted += frame.samples();
        last = frame;
        in.skip(length);
    }

    private static void search(ByteCursor in) {
        in.seek(0xff, MARK >>> 24);
    }

    /** Whether another file starts: its mark is followed by the head of a STREAMINFO block, which is always first. */
    private void join(ByteCursor in) {
        if (!in.has(8)) {
            return;
        }
        if (in.i32(0) != MARK || (in.i32(4) & 0x7fff_ffff) != STREAMINFO_BYTES) {
            search(in);
            return;
        }
        earlier.add(samples(), sampleRate);
        joined = true;
        metadata = true;
        total = 0;
        counted = 0;
        last = null;
        stray = null;
        in.skip(4);
    }

    /** Whether the frame continues the last one, or the one before did not either, so that both restart the sequence. */
    private boolean counts(FlacFrame frame) {
        FlacFrame before = last;
        if (before == null || frame.carriesOn(before, GAP)) {
            return true;
        }
        FlacFrame first = stray;
        if (first != null && frame.carriesOn(first, 1)) {
            counted += first.samples();
            return true;
        }
        stray = frame;
        return false;
    }

    private long samples() {
        return last == null ? total : counted;
    }

    @Override
    public Optional<Duration> duration(ByteCursor end) {
        Duration before = earlier.total();
        return PlayTime.of(samples(), sampleRate)
                .map(before::plus)
                .or(() -> Optional.of(before))
                .filter(played -> !played.isZero());
    }
}
