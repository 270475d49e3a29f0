package io.groqmeter.groq.audio;

import java.time.Duration;
import java.util.Optional;

/**
 * WAV: RIFF or RF64 chunks, of which {@code fmt} tells the rate and {@code data} holds the sound.
 *
 * <p>A data size of 0 or 0xFFFFFFFF, as encoders write that cannot seek back, means: up to the end of the file.
 */
final class Wav implements Container {
    private static final int FMT = 0x666d7420;
    private static final int FACT = 0x66616374;
    private static final int DATA = 0x64617461;
    private static final int DS64 = 0x64733634;
    private static final long UNKNOWN = 0xffff_ffffL;

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
                    if (!in.has(24)) {
                        return;
                    }
                    format(in);
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

    private void format(ByteCursor in) {
        int tag = in.u16le(8);
        compressed = !(tag == 1
                || tag == 3
                || tag == 6
                || tag == 7
                || tag == 0xfffe); // PCM, float, A-law, mu-law, extensible
        sampleRate = in.u32le(12);
        long exact = sampleRate * in.u16le(20);
        bytesPerSecond = compressed || exact == 0 ? in.u32le(16) : exact;
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
