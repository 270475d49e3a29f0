package io.groqmeter.groq.audio;

import java.time.Duration;
import java.util.Optional;

/**
 * Matroska and WebM. Of Opus the packets are counted, for a pause between them is not played; else the first audio track ends where its
 * last block ends, and the Duration of the header, which browsers recording live do not write, is an upper bound.
 *
 * <p>The elements are walked flat: masters (Segment, Cluster and so on) are entered, everything unknown is passed over. Ids mean the same
 * everywhere, so no stack is needed, and masters of unknown size need no special care. Files joined end to end are summed
 * while the codec stays, as decoders play them.
 */
final class Matroska implements Container {
    static final int EBML = 0x1A45DFA3;
    private static final int SEGMENT = 0x18538067;
    private static final int INFO = 0x1549A966;
    private static final int TIMESTAMP_SCALE = 0x2AD7B1;
    private static final int DURATION = 0x4489;
    private static final int TRACKS = 0x1654AE6B;
    private static final int TRACK_ENTRY = 0xAE;
    private static final int TRACK_NUMBER = 0xD7;
    private static final int TRACK_TYPE = 0x83;
    private static final int CODEC_ID = 0x86;
    private static final int DEFAULT_DURATION = 0x23E383;
    private static final int CODEC_PRIVATE = 0x63A2;
    private static final int CODEC_DELAY = 0x56AA;
    private static final int CLUSTER = 0x1F43B675;
    private static final int CLUSTER_TIMESTAMP = 0xE7;
    private static final int SIMPLE_BLOCK = 0xA3;
    private static final int BLOCK_GROUP = 0xA0;
    private static final int BLOCK = 0xA1;
    private static final int BLOCK_DURATION = 0x9B;
    private static final int DISCARD_PADDING = 0x75A2;

    /** Bytes of a block that are looked at: track, timestamp, flags, lace count and the first two of an Opus packet. */
    private static final int BLOCK_HEAD = 16;

    private final PlayTime earlier = new PlayTime(); // of the files before, joined to this one
    private MatroskaTrack track = new MatroskaTrack(MatroskaTrack.ANY);
    private double headerDuration;
    private boolean lost;

    @Override
    public void step(ByteCursor in) {
        if (lost && !inStepAgain(in)) {
            return;
        }
        int idLength = vintLength(in.u8(0));
        if (idLength > 4) {
            lose(in);
            return;
        }
        if (!in.has(idLength + 1)) {
            return;
        }
        int sizeLength = vintLength(in.u8(idLength));
        if (sizeLength > 8) {
            lose(in);
            return;
        }
        int header = idLength + sizeLength;
        if (!in.has(header)) {
            return;
        }
        int id = (int) unsigned(in, 0, idLength);
        long ones = (1L << 7 * sizeLength) - 1;
        long size = unsigned(in, idLength, sizeLength) & ones;
        switch (id) {
            case SEGMENT, INFO, TRACKS, BLOCK_GROUP -> in.skip(header);
            case EBML -> {
                join();
                in.skip(header + (size == ones ? 0 : size));
            }
            case TRACK_ENTRY -> {
                track.next();
                in.skip(header);
            }
            case CLUSTER -> {
                track.endOfTracks();
                in.skip(header);
            }
            default -> {
                if (size == ones) { // only masters may be of unknown size
                    lose(in);
                } else {
                    leaf(in, id, header, size);
                }
            }
        }
    }

    /** Another file begins. */
    private void join() {
        track.duration(headerDuration).ifPresent(earlier::add);
        track = new MatroskaTrack(track.codec());
        headerDuration = 0;
    }

    /** Out of step, the reading goes on at the next cluster, or where another file begins. */
    private void lose(ByteCursor in) {
        lost = true;
        in.skip(1);
    }

    private boolean inStepAgain(ByteCursor in) {
        if (in.u8(0) != CLUSTER >>> 24 && in.u8(0) != EBML >>> 24) {
            in.seek(CLUSTER >>> 24, EBML >>> 24);
            return false;
        }
        if (!in.has(4)) {
            return false;
        }
        lost = in.i32(0) != CLUSTER && in.i32(0) != EBML;
        in.skip(lost ? 1 : 0);
        return !lost;
    }

    private void leaf(ByteCursor in, int id, int header, long size) {
        int seen = (int) Math.min(size, BLOCK_HEAD);
        if (!in.has(header + seen)) {
            return;
        }
        long value = unsigned(in, header, Math.min(seen, 8));
        switch (id) {
            case TIMESTAMP_SCALE -> track.timestampScale = value;
            case DURATION ->
                headerDuration = seen == 4 ? Float.intBitsToFloat((int) value) : Double.longBitsToDouble(value);
            case TRACK_NUMBER -> track.number(value);
            case TRACK_TYPE -> track.type(value);
            case CODEC_ID -> track.codec(value);
            case DEFAULT_DURATION -> track.defaultDuration(value);
            case CODEC_PRIVATE -> {
                if (seen >= 12 && in.says(header, "OpusHead")) {
                    track.preSkip(in.u16le(header + 10));
                }
            }
            case CODEC_DELAY -> track.codecDelay(value);
            case CLUSTER_TIMESTAMP -> track.clusterTimestamp = Math.max(0, value);
            case SIMPLE_BLOCK, BLOCK -> track.block(in, header, seen);
            case BLOCK_DURATION -> track.blockDuration(Math.max(0, value));
            case DISCARD_PADDING -> track.discard(signed(value, seen));
            default -> {}
        }
        in.skip(header + size);
    }

    /** Bytes of a variable-size integer that begins with this byte; 9 when it begins none. */
    static int vintLength(int first) {
        return Integer.numberOfLeadingZeros(first) - 23;
    }

    /** A big-endian number of at most eight bytes. */
    static long unsigned(ByteCursor in, int offset, int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | in.u8(offset + i);
        }
        return value;
    }

    private static long signed(long value, int length) {
        int unused = 64 - 8 * Math.max(1, Math.min(length, 8));
        return value << unused >> unused;
    }

    @Override
    public Optional<Duration> duration(ByteCursor end) {
        Duration before = earlier.total();
        Optional<Duration> last = track.duration(headerDuration).map(before::plus);
        return before.isZero() ? last : last.or(() -> Optional.of(before));
    }
}
