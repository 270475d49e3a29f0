package io.groqmeter.groq.audio;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Measures how long an audio file plays while its bytes stream past.
 *
 * <p>Feed the whole file in order, in pieces of any size, then ask for the {@link #duration}. The container is recognised by its first
 * bytes, never by a file name. Whatever the bytes are, nothing is thrown, the work is linear in their number and the state stays within a
 * few kilobytes. Of a file that is cut short, the duration is that of the audio that passed, except in MP4, where it is the one that the
 * header tells.
 *
 * <p>Not thread-safe: one meter belongs to one upload.
 */
public final class AudioMeter {
    /** A header that tells more than this lies. */
    private static final Duration LONGEST = Duration.ofDays(366);

    private final ByteCursor cursor = new ByteCursor();
    private @Nullable Container container;

    /**
     * Reads the bytes between the buffer's position and its limit.
     *
     * @param bytes the next bytes of the file; its position and limit are left as they are, and it is not kept
     */
    public void read(ByteBuffer bytes) {
        cursor.arrive(bytes);
        while (cursor.ready()) {
            if (container == null) {
                container = Signature.read(cursor);
            } else {
                container.step(cursor);
                if (!cursor.moved()) {
                    cursor.stop();
                }
            }
        }
        cursor.release();
    }

    /**
     * The playing time of the first audio track in the bytes read so far, to the nanosecond.
     *
     * @return empty when the format is not understood, or the file does not tell
     */
    public Optional<Duration> duration() {
        Container known = container;
        return known == null ? Optional.empty() : known.duration(cursor).filter(d -> d.compareTo(LONGEST) <= 0);
    }
}
