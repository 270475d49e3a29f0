package io.groqmeter.groq.audio;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Recognises a container by its first bytes, then reads it. */
final class Signature implements Container {
    private static final int LENGTH = 12;

    private @Nullable Container container;

    @Override
    public void step(ByteCursor in) {
        if (container == null && !in.has(LENGTH)) {
            return;
        }
        if (container == null && in.says(0, "ID3")) {
            in.skip(id3Length(in));
            return;
        }
        container = container == null ? recognise(in) : container;
        if (container == null) {
            in.stop();
        } else {
            container.step(in);
        }
    }

    @Override
    public Optional<Duration> duration(ByteCursor end) {
        return container == null ? Optional.empty() : container.duration(end);
    }

    /** The container whose first bytes are at the cursor; null when none is known. */
    private static @Nullable Container recognise(ByteCursor in) {
        if ((in.says(0, "RIFF") || in.says(0, "RF64") || in.says(0, "BW64")) && in.says(8, "WAVE")) {
            return new Wav();
        }
        if (in.says(0, "fLaC")) {
            return new Flac();
        }
        if (in.says(0, "OggS")) {
            return new Ogg();
        }
        if (in.i32(0) == MpegProgram.PACK) {
            return new MpegProgram();
        }
        if (in.i32(0) == Matroska.EBML) {
            return new Matroska();
        }
        switch (in.i32(4)) {
            case Mp4.FTYP, Mp4.STYP, Mp4.MOOV, Mp4.MOOF, Mp4.MDAT, Mp4.FREE, Mp4.SKIP, Mp4.WIDE -> {
                return new Mp4();
            }
            default -> {
                return mpegAudio(in);
            }
        }
    }

    /** MPEG audio has no header of its own and is recognised by its frames. */
    private static @Nullable Container mpegAudio(ByteCursor in) {
        boolean mpegVideo = in.i32(0) >>> 8 == 1; // a start code without a pack header: may be video alone
        return mpegVideo ? null : new Mp3(in.position());
    }

    /** Length of an ID3v2 tag: ten bytes, a size of four times seven bits, and ten more where a footer is flagged. */
    private static long id3Length(ByteCursor in) {
        long size = (in.u8(6) & 0x7f) << 21 | (in.u8(7) & 0x7f) << 14 | (in.u8(8) & 0x7f) << 7 | in.u8(9) & 0x7f;
        boolean footer = (in.u8(5) & 0x10) != 0;
        return size + (footer ? 20 : 10);
    }
}
