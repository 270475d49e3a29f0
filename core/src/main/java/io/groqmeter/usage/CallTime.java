package io.groqmeter.usage;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** One of a call's {@link Timings}. */
public enum CallTime {
    /** Waiting at Groq. */
    QUEUE(Timings::queue),
    /** Reading the prompt. */
    PROMPT(Timings::prompt),
    /** Generating. */
    COMPLETION(Timings::completion),
    /** From the call's start to the first byte of the answer's body. */
    FIRST_BYTE(Timings::firstByte),
    /** From the call's start to the answer's end. */
    TOTAL(Timings::total);

    private final Function<Timings, Optional<Duration>> part;

    CallTime(Function<Timings, Optional<Duration>> part) {
        this.part = part;
    }

    /** That time of a call; empty when it is not known. */
    public Optional<Duration> of(Timings timings) {
        return part.apply(timings);
    }

    /** The lower-case name used in APIs. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
