package io.groqmeter.groq.audio;

import org.jspecify.annotations.Nullable;

/** Reads the MP4 boxes that hold figures rather than boxes, and keeps the track they belong to. */
final class Mp4Leaf {
    private static final int MVHD = 0x6d766864;
    private static final int TKHD = 0x746b6864;
    private static final int MDHD = 0x6d646864;
    private static final int HDLR = 0x68646c72;
    private static final int SOUN = 0x736f756e;
    private static final int ELST = 0x656c7374;
    private static final int STTS = 0x73747473;
    private static final int TREX = 0x74726578;
    private static final int TFHD = 0x74666864;
    private static final int TRUN = 0x7472756e;
    private static final long UNKNOWN_32 = 0xffff_ffffL;

    /** Bytes of a box's body that hold all figures before its table. */
    private static final int LOOK = 32;

    private long movieTimescale;
    private @Nullable Mp4Track track; // between the start and the end of its trak box
    private @Nullable Mp4Track firstAudio;
    private boolean inFragment; // of the first audio track
    private long sampleDuration; // of the fragment at hand

    private final Mp4Table table = new Mp4Table();

    long movieTimescale() {
        return movieTimescale;
    }

    @Nullable
    Mp4Track firstAudio() {
        return firstAudio;
    }

    void open(boolean isTrack, boolean isFragment) {
        if (isTrack) {
            track = new Mp4Track();
        }
        if (isFragment) {
            inFragment = false;
        }
    }

    void close(boolean isTrack) {
        Mp4Track closed = track;
        if (isTrack) {
            if (closed != null && closed.audio && firstAudio == null) {
                firstAudio = closed;
            }
            track = null;
        }
    }

    boolean inTable() {
        return table.open();
    }

    /** Reads one box that ends {@code size} bytes after the cursor, or passes it over. */
    void read(ByteCursor in, int type, int header, long size) {
        long body = size - header;
        if (!in.has((int) Math.min(size, header + LOOK))) {
            return;
        }
        long least =
                switch (type) {
                    case MVHD, MDHD -> in.available() > header && in.u8(header) == 1 ? 32 : 20;
                    case TKHD, TREX -> 24;
                    case HDLR -> 12;
                    case TFHD, ELST, STTS, TRUN -> 8;
                    default -> Long.MAX_VALUE;
                };
        if (body >= least) {
            figures(in, type, header, body);
        }
        if (!table.open()) {
            in.skip(size);
        }
    }

    private void figures(ByteCursor in, int type, int at, long body) {
        boolean wide = in.u8(at) == 1; // version 1: times of 64 bits
        Mp4Track open = track;
        switch (type) {
            case MVHD -> movieTimescale = in.u32(at + (wide ? 20 : 12));
            case TFHD -> fragment(in, at, body);
            case TRUN -> run(in, at, body);
            case TREX -> {
                if (firstAudio != null && in.u32(at + 4) == firstAudio.id) {
                    firstAudio.defaultSampleDuration = in.u32(at + 12);
                }
            }
            default -> {
                if (open != null) {
                    trackFigures(in, type, at, body, wide, open);
                }
            }
        }
    }

    private void trackFigures(ByteCursor in, int type, int at, long body, boolean wide, Mp4Track open) {
        switch (type) {
            case TKHD -> open.id = in.u32(at + (wide ? 20 : 12));
            case MDHD -> {
                open.timescale = in.u32(at + (wide ? 20 : 12));
                long told = wide ? in.i64(at + 24) : in.u32(at + 16);
                open.mediaDuration = told < 0 || !wide && told == UNKNOWN_32 ? 0 : told;
            }
            case HDLR -> open.audio |= in.i32(at + 8) == SOUN;
            case STTS -> table.enter(in, type, at + 8, in.u32(at + 4), 8, body - 8);
            case ELST -> table.enter(in, type, at + 8, in.u32(at + 4), wide ? 20 : 12, body - 8);
            default -> {}
        }
    }

    private void fragment(ByteCursor in, int at, long body) {
        int flags = in.i32(at);
        inFragment = firstAudio != null && in.u32(at + 4) == firstAudio.id;
        sampleDuration = firstAudio == null ? 0 : firstAudio.defaultSampleDuration;
        int offset = 8 + ((flags & 1) != 0 ? 8 : 0) + ((flags & 2) != 0 ? 4 : 0);
        if ((flags & 8) != 0 && body >= offset + 4) {
            sampleDuration = in.u32(at + offset);
        }
    }

    private void run(ByteCursor in, int at, long body) {
        if (!inFragment) {
            return;
        }
        int flags = in.i32(at);
        long count = in.u32(at + 4);
        int optional = ((flags & 1) != 0 ? 4 : 0) + ((flags & 4) != 0 ? 4 : 0);
        if ((flags & 0x100) == 0) {
            addFragmentSamples(PlayTime.product(count, sampleDuration));
        } else if (body >= 8 + optional) {
            table.enter(in, TRUN, at + 8 + optional, count, 4 * Integer.bitCount(flags & 0xf00), body - 8 - optional);
        }
    }

    /** Reads one entry of the table at hand. */
    void entry(ByteCursor in) {
        if (!in.has(table.entrySize())) {
            return;
        }
        Mp4Track open = track;
        if (table.type() == TRUN) {
            addFragmentSamples(in.u32(0));
        } else if (open != null && table.type() == STTS) {
            open.samples = PlayTime.sum(open.samples, PlayTime.product(in.u32(0), in.u32(4)));
        } else if (open != null) {
            edit(in, open, table.entrySize() == 20);
        }
        table.next(in);
    }

    private void edit(ByteCursor in, Mp4Track open, boolean wide) {
        long duration = wide ? in.i64(0) : in.u32(0);
        long mediaTime = wide ? in.i64(8) : in.i32(4);
        if (mediaTime < 0 || duration < 0) { // a pause before the sound
            return;
        }
        if (!open.anyEdit) {
            open.anyEdit = true;
            open.editStart = mediaTime;
        }
        open.edited = PlayTime.sum(open.edited, duration);
    }

    private void addFragmentSamples(long units) {
        if (firstAudio != null) {
            firstAudio.fragmentSamples = PlayTime.sum(firstAudio.fragmentSamples, units);
        }
    }
}
