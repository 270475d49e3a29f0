package io.groqmeter.groq.audio;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/**
 * Measures the duration of an audio file as its bytes pass.
 *
 * <p>Feed it the whole file in order, in pieces of any size, then read the {@link #duration}. The container is recognised by its first
 * bytes, never by a file name. No bytes make it throw; its work is linear in their number and its state is a few kilobytes. For a
 * truncated file the duration is that of the audio that passed, except in MP4, where it is the header's.
 *
 * <p>Not thread-safe: one meter per upload.
 */
public final class AudioMeter {
    /** A longer duration is a damaged header. */
    private static final Duration LONGEST = Duration.ofDays(366);

    private final ContainerReader file = new ContainerReader(new Signature());

    /**
     * Reads the bytes between the buffer's position and its limit.
     *
     * @param bytes the next bytes of the file; its position and limit are left as they are, and it is not kept
     */
    public void read(ByteBuffer bytes) {
        file.read(bytes);
    }

    /**
     * The playing time of the first audio track in the bytes read so far, to the nanosecond.
     *
     * @return empty when the format is not understood, or the file does not tell
     */
    public Optional<Duration> duration() {
        return file.duration().filter(time -> time.compareTo(LONGEST) <= 0);
    }
}
