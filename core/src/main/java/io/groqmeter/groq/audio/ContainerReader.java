package io.groqmeter.groq.audio;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** Walks one container through bytes that arrive in pieces. */
final class ContainerReader {

    private final ByteCursor cursor = new ByteCursor();
    private final Container container;

    ContainerReader(Container container) {
        this.container = container;
    }

    /** Reads the bytes between the buffer's position and its limit, and leaves both as they are. */
    void read(ByteBuffer bytes) {
        cursor.arrive(bytes);
        while (cursor.ready()) {
            container.step(cursor);
            if (!cursor.moved()) {
                cursor.stop();
            }
        }
        cursor.release();
    }

    /** The duration of the bytes read so far; empty when they do not tell. */
    Optional<Duration> duration() {
        return container.duration(cursor);
    }
}
