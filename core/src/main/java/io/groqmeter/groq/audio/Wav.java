package io.groqmeter.groq.audio;

import java.time.Duration;
import java.util.Optional;

/**
 * WAV: RIFF or RF64 chunks, of which {@code fmt} tells the rate and {@code data} holds the sound.
 *
 * <p>A data size of 0 or 0xFFFFFFFF, as encoders write that cannot seek back, means: up to the end of the file. Of uncompressed sound
 * the size of a sample follows from its bits and channels, as decoders take it: the block size and byte rate beside them are often wrong.
 */
final class Wav implements Container {
    private static final int FMT = 0x666d7420;
    private static final int FACT = 0x66616374;
    private static final int DATA = 0x64617461;
    private static final int DS64 = 0x64733634;
    private static final long UNKNOWN = 0xffff_ffffL;

    private static final int PCM = 1;
    private static final int FLOAT = 3;
    private static final int A_LAW = 6;
    private static final int MU_LAW = 7;
    private static final int EXTENSIBLE = 0xfffe;

    /** Bytes of an extensible format up to the tag in its sub-format, that tag included. */
    private static final int EXTENDED = 26;

    private boolean opened;
    private long bytesPerSecond;
    private long sampleRate;
    private boolean compressed;
    private long samples;
    private long largeSize;
    private long dataBefore;
    private long dataStart;
    private long dataSize;

    @Override
    public void step(ByteCursor in) {
        if (!opened) {
            opened = true;
            in.skip(12);
        } else if (in.has(8)) {
            chunk(in, in.i32(0), in.u32le(4));
        }
    }

    private void chunk(ByteCursor in, int id, long size) {
        long whole = 8 + size + (size & 1);
        switch (id) {
            case FMT -> {
                if (size >= 16) {
                    boolean extended = size >= EXTENDED;
                    if (!in.has(8 + (extended ? EXTENDED : 16))) {
                        return;
                    }
                    format(in, extended);
                }
            }
            case FACT -> {
                if (size >= 4) {
                    if (!in.has(12)) {
                        return;
                    }
                    samples = in.u32le(8);
                }
            }
            case DS64 -> {
                if (size >= 16) {
                    if (!in.has(24)) {
                        return;
                    }
                    largeSize = in.i64le(16);
                }
            }
            case DATA -> {
                dataBefore += dataPassed(in.position());
                dataStart = in.position() + 8;
                dataSize = size == UNKNOWN ? largeSize : size;
                if (dataSize <= 0) {
                    dataSize = Long.MAX_VALUE;
                }
                whole = PlayTime.sum(dataSize, 8 + (dataSize & 1));
            }
            default -> {}
        }
        in.skip(whole);
    }

    private void format(ByteCursor in, boolean extended) {
        int code = in.u16le(8);
        int tag = code == EXTENSIBLE ? extended ? in.u16le(32) : PCM : code;
        int channels = in.u16le(10);
        int block = in.u16le(20);
        compressed = !(tag == PCM || tag == FLOAT || tag == A_LAW || tag == MU_LAW);
        sampleRate = in.u32le(12);
        int bytes = tag == A_LAW || tag == MU_LAW ? 1 : bytesPerSample(in.u16le(22), block, channels);
        long exact = sampleRate * (bytes * channels > 0 ? bytes * channels : block);
        bytesPerSecond = compressed || exact == 0 ? in.u32le(16) : exact;
    }

    /** Samples fill whole bytes; those of 24 bits come in three, or in four where the block size says so. */
    private static int bytesPerSample(int bits, int block, int channels) {
        return bits == 24 && block == 4 * channels ? 4 : (bits + 7) / 8;
    }

    private long dataPassed(long position) {
        return Math.max(0, Math.min(dataSize, position - dataStart));
    }

    @Override
    public Optional<Duration> duration(ByteCursor end) {
        if (dataStart == 0) {
            return Optional.empty();
        }
        if (compressed && samples > 0 && samples < UNKNOWN && end.owed() == 0) {
            return PlayTime.of(samples, sampleRate);
        }
        return PlayTime.of(dataBefore + dataPassed(end.position()), bytesPerSecond);
    }
}
