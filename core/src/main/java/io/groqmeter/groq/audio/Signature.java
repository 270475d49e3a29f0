package io.groqmeter.groq.audio;

import org.jspecify.annotations.Nullable;

/** The first bytes by which a container is recognised. */
final class Signature {
    private static final int LENGTH = 12;

    private Signature() {}

    /** Recognises the container at the cursor; null while an ID3v2 tag is passed or bytes are wanting. Stops where it knows none. */
    static @Nullable Container read(ByteCursor in) {
        if (!in.has(LENGTH)) {
            return null;
        }
        if (in.says(0, "ID3")) {
            in.skip(id3Length(in));
            return null;
        }
        Container found = recognise(in);
        if (found == null) {
            in.stop();
        }
        return found;
    }

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
        if (in.says(0, "#!AMR")) {
            return new Amr();
        }
        switch (in.i32(4)) {
            case Mp4.FTYP, Mp4.STYP, Mp4.MOOV, Mp4.MOOF, Mp4.MDAT, Mp4.FREE, Mp4.SKIP, Mp4.WIDE -> {
                return new Mp4();
            }
            default -> {
                return raw(in);
            }
        }
    }

    /** Formats without a header of their own, known by their frames. */
    private static @Nullable Container raw(ByteCursor in) {
        if ((in.u16(0) & 0xfff6) == 0xfff0) {
            return new Adts();
        }
        if (in.u16(0) == Ac3.SYNC) {
            return new Ac3();
        }
        boolean mpegVideo = in.i32(0) >>> 8 == 1; // a start code without a pack: nothing tells sound from picture
        return mpegVideo ? null : new Mp3(in.position());
    }

    /** Length of an ID3v2 tag: ten bytes, a size of four times seven bits, and ten more where a footer is flagged. */
    private static long id3Length(ByteCursor in) {
        long size = (in.u8(6) & 0x7f) << 21 | (in.u8(7) & 0x7f) << 14 | (in.u8(8) & 0x7f) << 7 | in.u8(9) & 0x7f;
        boolean footer = (in.u8(5) & 0x10) != 0;
        return size + (footer ? 20 : 10);
    }
}
