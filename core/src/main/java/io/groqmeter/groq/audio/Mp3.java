package io.groqmeter.groq.audio;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * MP3 (and MP1, MP2): frames counted one by one, so constant and variable bit rates are alike exact.
 *
 * <p>Where the reading is out of step (at the start, at tags, at junk), a frame counts only if another one of its kind follows it; that is
 * why trailing ID3v1 and APE tags need no rule of their own. A first frame that carries a Xing, Info or VBRI tag holds no sound. Its
 * gapless figures, if an encoder left them, are taken off, as decoders do.
 */
final class Mp3 implements Container {
    /** Junk before the first frame after which this is no MP3. */
    private static final int PATIENCE = 64 * 1024;

    private final long start;
    private final PlayTime time = new PlayTime();
    private @Nullable MpegFrame last;
    private boolean inStep;
    private long frames;
    private long taggedFrames;
    private int delay;
    private int padding;

    Mp3(long start) {
        this.start = start;
    }

    @Override
    public void step(ByteCursor in) {
        if (!in.has(4)) {
            return;
        }
        if (last == null && in.position() - start > PATIENCE) {
            in.stop();
            return;
        }
        MpegFrame frame = MpegFrame.of(in.i32(0));
        if (frame == null) {
            resync(in);
            return;
        }
        boolean confirmed = inStep && frame.sameStream(last);
        if (!confirmed) {
            if (!in.has(frame.length() + 4)) {
                return;
            }
            if (!frame.sameStream(MpegFrame.of(in.i32(frame.length())))) {
                resync(in);
                return;
            }
        }
        inStep = true;
        boolean tag = last == null && tag(in, frame);
        last = frame;
        if (!tag) {
            frames++;
            time.add(frame.samples(), frame.sampleRate());
        }
        in.skip(frame.length());
    }

    private void resync(ByteCursor in) {
        inStep = false;
        in.seek(0xff);
    }

    private boolean tag(ByteCursor in, MpegFrame frame) {
        int xing = 4 + frame.sideInfo();
        if (frame.sideInfo() == 0 || frame.length() < xing + 8) {
            return false;
        }
        if (in.says(xing, "Xing") || in.says(xing, "Info")) {
            gapless(in, frame, xing + 8, in.i32(xing + 4));
            return true;
        }
        return frame.length() >= 40 && in.says(36, "VBRI");
    }

    /** Reads the number of frames, and the samples of silence that the encoder added before and after. */
    private void gapless(ByteCursor in, MpegFrame frame, int fields, int flags) {
        boolean counted = (flags & 1) != 0;
        // Flagged fields: frames, bytes and quality of 4 bytes each, a table of contents of 100.
        int encoder = fields + (counted ? 4 : 0) + (flags & 2) * 2 + (flags & 4) * 25 + (flags & 8) / 2;
        if (frame.length() < encoder + 24) {
            return;
        }
        taggedFrames = counted ? in.u32(fields) : 0;
        if (in.says(encoder, "LAME") || in.says(encoder, "Lavf") || in.says(encoder, "Lavc")) {
            delay = in.u16(encoder + 21) >> 4;
            padding = in.u16(encoder + 22) & 0xfff;
        }
    }

    @Override
    public Optional<Duration> duration(ByteCursor end) {
        MpegFrame frame = last;
        if (frame == null || frames == 0) {
            return Optional.empty();
        }
        int cut = inStep && end.owed() > 0 ? 1 : 0;
        long missing = Math.max(0, taggedFrames - (frames - cut)); // with them, the padding at the end is missing
        long silence = (long) cut * frame.samples() + delay + Math.max(0, padding - missing * frame.samples());
        Duration off = PlayTime.of(silence, frame.sampleRate()).orElse(Duration.ZERO);
        Duration played = time.total().minus(off);
        return Optional.of(played.isNegative() ? Duration.ZERO : played);
    }
}
