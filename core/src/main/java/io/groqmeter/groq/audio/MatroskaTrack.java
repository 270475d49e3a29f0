package io.groqmeter.groq.audio;

import java.time.Duration;
import java.util.Optional;

/** The first audio track of a Matroska file: found among the tracks, then followed through its blocks. Times are in nanoseconds. */
final class MatroskaTrack {
    private static final long NANOS = 1_000_000_000L;
    private static final int AUDIO = 2;

    /** How far timestamps of one recording may go back, in nanoseconds. */
    private static final long JITTER = 100_000_000L;

    private static final long NONE = -1;

    /** No codec in particular. */
    static final long ANY = 0;

    private static final long OPUS = 0x415f_4f50_5553L; // "A_OPUS"

    /** Nanoseconds per unit of the file's timestamps. */
    long timestampScale = 1_000_000;

    /** In units of the file. */
    long clusterTimestamp;

    private final PlayTime earlier = new PlayTime(); // before timestamps restarted
    private long number = NONE; // of the first audio track, once its entry is over
    private long codec;
    private final boolean joined; // to another file, whose decoder needs no more delay
    private boolean counting; // as long as it is Opus, each block one packet
    private long samples; // of the packets counted
    private long discardedSoFar;
    private long defaultDuration;
    private long delay; // before the sound, as the codec needs it

    private long entryNumber = NONE;
    private long entryType;
    private long entryCodec;
    private long entryDefaultDuration;
    private long entryCodecDelay;
    private long entryPreSkip;

    private long first = NONE;
    private long last = NONE;
    private long gap;
    private long length;
    private long discarded;
    private boolean current; // whether the block at hand is of this track

    /** @param codec the codec of the file this one is joined to, which is the only one that counts; else {@link #ANY} */
    MatroskaTrack(long codec) {
        this.codec = codec;
        this.joined = codec != ANY;
    }

    void number(long value) {
        entryNumber = value;
    }

    void type(long value) {
        entryType = value;
    }

    /** The first eight letters of the codec's id, as a number. */
    void codec(long letters) {
        entryCodec = letters;
    }

    /** That of the first audio track. */
    long codec() {
        return codec;
    }

    void defaultDuration(long nanos) {
        entryDefaultDuration = Math.max(0, nanos);
    }

    void codecDelay(long nanos) {
        entryCodecDelay = Math.max(0, nanos);
    }

    /** The samples that an Opus decoder drops at the start: what it does, whatever the codec delay tells. */
    void preSkip(int samples) {
        entryPreSkip = samples * NANOS / OpusPacket.RATE;
    }

    /** A track entry begins: the one before it is complete. */
    void next() {
        endOfTracks();
        entryNumber = NONE;
        entryType = 0;
        entryCodec = ANY;
        entryDefaultDuration = 0;
        entryCodecDelay = 0;
        entryPreSkip = 0;
    }

    /** The track entry before this point is complete. */
    void endOfTracks() {
        boolean fits = codec == ANY || codec == entryCodec;
        if (number == NONE && entryType == AUDIO && entryNumber >= 0 && fits) {
            number = entryNumber;
            codec = entryCodec;
            counting = codec == OPUS;
            defaultDuration = entryDefaultDuration;
            delay = joined ? 0 : entryPreSkip > 0 ? entryPreSkip : entryCodecDelay;
        }
    }

    /** A block, of which {@code seen} bytes from {@code at} on can be looked at: track, timestamp of 16 bits, flags, laces, frames. */
    void block(ByteCursor in, int at, int seen) {
        current = false;
        int numberLength = seen == 0 ? 9 : Matroska.vintLength(in.u8(at));
        if (numberLength > 8 || seen < numberLength + 4) {
            return;
        }
        long trackNumber = Matroska.unsigned(in, at, numberLength) & (1L << 7 * numberLength) - 1;
        if (number == NONE || trackNumber != number) {
            return;
        }
        current = true;
        int head = at + numberLength;
        int end = at + seen;
        boolean laced = (in.u8(head + 2) & 6) != 0;
        int frames = laced && head + 3 < end ? in.u8(head + 3) + 1 : 1;
        long start =
                PlayTime.product(Math.max(0, clusterTimestamp + (short) in.u16(head)), Math.max(0, timestampScale));
        counting &= !laced;
        if (counting && head + 3 < end) {
            samples += OpusPacket.samples(in.u8(head + 3), head + 4 < end ? in.u8(head + 4) : 0);
        }
        long frame = defaultDuration;
        if (start < last - JITTER) { // another recording has been joined to this one, without its header
            timed().ifPresent(earlier::add);
            first = NONE;
            last = NONE;
            delay = counting ? delay : 0;
        }
        gap = last == NONE ? 0 : Math.max(0, start - last);
        first = first == NONE ? start : first;
        last = Math.max(last, start);
        length = frame > 0 ? PlayTime.product(frame, frames) : gap;
        discarded = 0;
    }

    /** The length of the block before, in units of the file. */
    void blockDuration(long units) {
        if (current) {
            length = PlayTime.product(units, Math.max(0, timestampScale));
        }
    }

    /** Nanoseconds at the end of the block before that are not to be played. */
    void discard(long nanos) {
        if (current) {
            discarded = Math.max(0, nanos);
            discardedSoFar = PlayTime.sum(discardedSoFar, discarded);
        }
    }

    /**
     * How long it plays: the packets where each tells its length, else from the first block to the end of the last one.
     *
     * @param header the header's duration in units of the file, 0 when it has none
     */
    Optional<Duration> duration(double header) {
        if (counting && last != NONE) {
            long played = samples * NANOS / OpusPacket.RATE;
            long silence = PlayTime.sum(delay, discardedSoFar);
            return PlayTime.of(Math.max(0, played - Math.min(played, silence)), NANOS);
        }
        Duration before = earlier.total();
        if (!before.isZero()) { // the header, if any, is that of the first recording
            return timed().map(before::plus).or(() -> Optional.of(before));
        }
        double bound = header * timestampScale;
        Duration most = Duration.ofNanos(bound >= 1 && bound < Long.MAX_VALUE ? Math.round(bound) : Long.MAX_VALUE);
        return timed().map(time -> time.compareTo(most) > 0 ? most : time);
    }

    private Optional<Duration> timed() {
        if (last == NONE) {
            return Optional.empty();
        }
        long end = PlayTime.sum(last - first, length);
        return PlayTime.of(Math.max(0, end - Math.min(end, PlayTime.sum(delay, discarded))), NANOS);
    }
}
