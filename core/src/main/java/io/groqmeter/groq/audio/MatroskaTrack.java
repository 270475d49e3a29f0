package io.groqmeter.groq.audio;

import java.time.Duration;
import java.util.Optional;

/** The first audio track of a Matroska file: found among the tracks, then followed through its blocks. Times are in nanoseconds. */
final class MatroskaTrack {
    private static final long NANOS = 1_000_000_000L;
    private static final int AUDIO = 2;
    private static final long NONE = -1;

    /** Nanoseconds per unit of the file's timestamps. */
    long timestampScale = 1_000_000;

    /** In units of the file. */
    long clusterTimestamp;

    private long number = NONE; // of the first audio track, once its entry is over
    private boolean opus;
    private long defaultDuration;
    private long delay; // before the sound, as the codec needs it

    private long entryNumber = NONE;
    private long entryType;
    private boolean entryOpus;
    private long entryDefaultDuration;
    private long entryCodecDelay;
    private long entryPreSkip;

    private long first = NONE;
    private long last = NONE;
    private long gap;
    private long length;
    private long discarded;
    private boolean current; // whether the block at hand is of this track

    void number(long value) {
        entryNumber = value;
    }

    void type(long value) {
        entryType = value;
    }

    void opus(boolean value) {
        entryOpus = value;
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
        entryOpus = false;
        entryDefaultDuration = 0;
        entryCodecDelay = 0;
        entryPreSkip = 0;
    }

    /** The track entry before this point is complete. */
    void endOfTracks() {
        if (number == NONE && entryType == AUDIO && entryNumber >= 0) {
            number = entryNumber;
            opus = entryOpus;
            defaultDuration = entryDefaultDuration;
            delay = entryPreSkip > 0 ? entryPreSkip : entryCodecDelay;
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
        long frame = defaultDuration;
        if (opus && !laced && head + 3 < end) {
            frame = OpusPacket.samples(in.u8(head + 3), head + 4 < end ? in.u8(head + 4) : 0) * NANOS / OpusPacket.RATE;
        }
        gap = last == NONE ? 0 : Math.max(0, start - last);
        first = first == NONE ? start : first;
        last = Math.max(last, start);
        length = frame > 0 ? PlayTime.product(frame, frames) : gap;
        discarded = 0;
    }

    /** The length of the block before, in units of the file. */
    void blockDuration(long units) {
        if (current && !opus) {
            length = PlayTime.product(units, Math.max(0, timestampScale));
        }
    }

    /** Nanoseconds at the end of the block before that are not to be played. */
    void discard(long nanos) {
        if (current) {
            discarded = Math.max(0, nanos);
        }
    }

    /**
     * The duration from the first block to the end of the last one.
     *
     * @param told the header's duration in units of the file, 0 when it has none
     */
    Optional<Duration> duration(double told) {
        if (last == NONE) {
            return Optional.empty();
        }
        long end = PlayTime.sum(last - first, length);
        long measured = Math.max(0, end - Math.min(end, PlayTime.sum(delay, discarded)));
        double bound = told * timestampScale;
        long nanos = bound >= 1 && bound < measured ? Math.round(bound) : measured;
        return PlayTime.of(nanos, NANOS);
    }
}
