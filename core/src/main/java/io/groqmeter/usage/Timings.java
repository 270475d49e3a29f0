package io.groqmeter.usage;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The times of a call, truncated to microseconds so that every store returns the same values.
 *
 * @param queue queueing at Groq, as reported
 * @param prompt reading the prompt, as reported by Groq
 * @param completion generating, as reported by Groq
 * @param firstByte from the call's start to the first byte of the answer's body, as seen here
 * @param total from the call's start to the answer's end, as seen here
 */
public record Timings(
        Optional<Duration> queue,
        Optional<Duration> prompt,
        Optional<Duration> completion,
        Optional<Duration> firstByte,
        Optional<Duration> total) {

    private static final Timings UNKNOWN =
            new Timings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public Timings {
        queue = queue.map(Timings::micros);
        prompt = prompt.map(Timings::micros);
        completion = completion.map(Timings::micros);
        firstByte = firstByte.map(Timings::micros);
        total = total.map(Timings::micros);
    }

    private static Duration micros(Duration duration) {
        return duration.truncatedTo(ChronoUnit.MICROS);
    }

    /** No time is known. */
    public static Timings unknown() {
        return UNKNOWN;
    }

    /** These timings with what was seen here added. */
    public Timings seen(Optional<Duration> firstByte, Duration total) {
        return new Timings(queue, prompt, completion, firstByte, Optional.of(total));
    }
}
