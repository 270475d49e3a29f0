package io.groqmeter.groq.audio;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * MP3 (and MP1, MP2): frames counted one by one, so constant and variable bit rates are alike exact.
 *
 * <p>Where the reading is out of step (at the start, at tags, at junk), a frame counts only if another one of its kind follows it; that is
 * why trailing ID3v1 and APE tags need no rule of their own. A frame that carries a Xing or Info tag holds no sound, nor does a first one
 * with a VBRI tag. The gapless figures of the first, if an encoder left them, are taken off, as decoders do: of files joined end to end
 * the silence at the seams is played.
 */
final class Mp3 implements Container {
    /** Junk before the first frame after which this is no MP3. */
    private static final int PATIENCE = 64 * 1024;

    /** Samples that every decoder of layer 3 gives out before the first of the sound. */
    private static final int DECODER_DELAY = 529;

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
        if (!in.has(Math.min(frame.length(), 4 + frame.sideInfo() + 4))) {
            return;
        }
        inStep = true;
        boolean tag = last == null ? tag(in, frame) : xing(in, frame);
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
        if (xing(in, frame)) {
            int fields = 4 + frame.sideInfo() + 8;
            gapless(in, frame, fields, in.i32(fields - 4));
            return true;
        }
        return frame.sideInfo() > 0 && frame.length() >= 40 && in.says(36, "VBRI");
    }

    private static boolean xing(ByteCursor in, MpegFrame frame) {
        int at = 4 + frame.sideInfo();
        return frame.sideInfo() > 0 && frame.length() >= at + 8 && (in.says(at, "Xing") || in.says(at, "Info"));
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
            // The decoder's own delay is silence at the start that was counted to the end.
            delay = (in.u16(encoder + 21) >> 4) + DECODER_DELAY;
            padding = Math.max(0, (in.u16(encoder + 22) & 0xfff) - DECODER_DELAY);
        }
    }

    @Override
    public Optional<Duration> duration(ByteCursor end) {
        MpegFrame frame = last;
        if (frame == null || frames == 0) {
            return Optional.empty();
        }
        int cut = inStep && end.owed() > 0 ? 1 : 0;
        // With missing frames, the padding at the end is missing; with others behind it, it is played.
        long missing = taggedFrames == 0 ? 0 : taggedFrames - (frames - cut);
        long padded = missing < 0 ? 0 : Math.max(0, padding - missing * frame.samples());
        long silence = (long) cut * frame.samples() + delay + padded;
        Duration off = PlayTime.of(silence, frame.sampleRate()).orElse(Duration.ZERO);
        Duration played = time.total().minus(off);
        return Optional.of(played.isNegative() ? Duration.ZERO : played);
    }
}
