package io.groqmeter.groq.audio;

import java.time.Duration;
import java.util.Optional;

/** One container format's way of walking its own bytes. Trusts none of them. */
interface Container {
    /** Reads what stands at the cursor and moves on, asks for more bytes, or stops; see {@link ByteCursor}. */
    void step(ByteCursor in);

    /**
     * The duration of the first audio track, as far as the bytes up to {@code end} tell.
     *
     * @return empty when they do not tell
     */
    Optional<Duration> duration(ByteCursor end);
}
