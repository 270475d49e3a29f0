package io.groqmeter.groq.audio;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * MP4, M4A and QuickTime: boxes in boxes. The first track whose handler is sound counts: its sample durations in {@code moov}, and, in
 * fragmented files, those of its {@code moof} boxes.
 */
final class Mp4 implements Container {
    static final int FTYP = 0x66747970;
    static final int STYP = 0x73747970;
    static final int MOOV = 0x6d6f6f76;
    static final int MOOF = 0x6d6f6f66;
    static final int MDAT = 0x6d646174;
    static final int FREE = 0x66726565;
    static final int SKIP = 0x736b6970;
    static final int WIDE = 0x77696465;
    private static final int TRAK = 0x7472616b;
    private static final int EDTS = 0x65647473;
    private static final int MDIA = 0x6d646961;
    private static final int MINF = 0x6d696e66;
    private static final int STBL = 0x7374626c;
    private static final int MVEX = 0x6d766578;
    private static final int TRAF = 0x74726166;

    /** Boxes nest seven deep at most; deeper ones are passed over unread. */
    private static final int DEPTH = 12;

    private final Mp4Leaf leaf = new Mp4Leaf();
    private final long[] ends = new long[DEPTH];
    private final int[] types = new int[DEPTH];
    private int depth;

    @Override
    public void step(ByteCursor in) {
        if (leaf.inTable()) {
            leaf.entry(in);
            return;
        }
        leave(in);
        long parentEnd = depth == 0 ? Long.MAX_VALUE : ends[depth - 1];
        long room = parentEnd - in.position();
        if (room < 8) {
            in.skip(room);
            return;
        }
        if (!in.has(8)) {
            return;
        }
        long size = in.u32(0);
        int header = 8;
        if (size == 1) {
            if (!in.has(16)) {
                return;
            }
            size = in.i64(8);
            header = 16;
        } else if (size == 0) {
            size = room;
        }
        if (size < header) { // negative ones included: whatever follows in the parent is not to be trusted
            in.skip(room);
            return;
        }
        box(in, in.i32(4), header, Math.min(size, room));
    }

    /** Leaves the boxes that end at or before the cursor. */
    private void leave(ByteCursor in) {
        while (depth > 0 && in.position() >= ends[depth - 1]) {
            depth--;
            leaf.close(types[depth] == TRAK);
        }
    }

    private void box(ByteCursor in, int type, int header, long size) {
        switch (type) {
            case MOOV, TRAK, EDTS, MDIA, MINF, STBL, MVEX, MOOF, TRAF -> {
                if (depth == DEPTH) {
                    in.skip(size);
                    return;
                }
                leaf.open(type == TRAK, type == TRAF);
                types[depth] = type;
                ends[depth++] = PlayTime.sum(in.position(), size);
                in.skip(header);
            }
            default -> leaf.read(in, type, header, size);
        }
    }

    @Override
    public Optional<Duration> duration(ByteCursor end) {
        leave(end);
        @Nullable Mp4Track track = leaf.firstAudio();
        return track == null ? Optional.empty() : track.duration(leaf.movieTimescale());
    }
}
