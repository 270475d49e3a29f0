package io.groqmeter.groq.audio;

import java.time.Duration;
import java.util.Optional;

/** What the boxes of one MP4 track tell about its duration; times are in units of {@link #timescale} where nothing else is said. */
final class Mp4Track {
    long id;
    long timescale;
    boolean audio;

    /** As {@code mdhd} tells it; 0 when it does not. */
    long mediaDuration;

    /** Sum of the sample durations in the movie header. */
    long samples;

    /** Sum of the sample durations in the fragments. */
    long fragmentSamples;

    /** Duration of one sample in a fragment that tells none. */
    long defaultSampleDuration;

    /** Sum of the edits' durations, in units of the movie. */
    long edited;

    /** Where in the media the first edit begins: what lies before it (an encoder's priming) is not played. */
    long editStart;

    boolean anyEdit;

    Optional<Duration> duration(long movieTimescale) {
        long inHeader = samples > 0 || fragmentSamples > 0 ? samples : mediaDuration;
        long media = Math.max(0, PlayTime.sum(inHeader, fragmentSamples) - editStart);
        Optional<Duration> played = PlayTime.of(media, timescale);
        if (edited == 0 || fragmentSamples > 0) {
            return played;
        }
        // The movie's unit is coarse, often a millisecond: an edit that says the same, only rounded, says nothing new.
        Duration tick = PlayTime.of(1, movieTimescale).orElse(Duration.ZERO);
        return PlayTime.of(edited, movieTimescale)
                .filter(cut -> played.isEmpty() || cut.plus(tick).compareTo(played.get()) < 0)
                .or(() -> played);
    }
}
