package io.groqmeter.groq;

import io.groqmeter.groq.json.JsonValue;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Groq's durations: decimal seconds, as a number or as a string. */
final class Seconds {

    private static final BigDecimal LONGEST = BigDecimal.valueOf(Usage.LONGEST_AUDIO.toSeconds());

    /** The resolution of recorded usage. */
    private static final Duration ONE_MICROSECOND = Duration.of(1, ChronoUnit.MICROS);

    private Seconds() {}

    /** The usage of an audio call of that length; unknown when the length is unknown or absurd. */
    static Usage usage(Optional<Duration> length) {
        return length.filter(audio -> !audio.isNegative() && audio.compareTo(Usage.LONGEST_AUDIO) <= 0)
                .map(audio -> Usage.builder(UsageBasis.MEASURED).audio(audio).build())
                .orElse(Usage.unknown());
    }

    /** The duration, exact to the nanosecond; empty when it is not a number, negative or absurdly long. */
    static Optional<Duration> of(JsonValue value) {
        return value.number().flatMap(Seconds::of);
    }

    /** The duration if it is not 0, which also stands for an unknown length; otherwise as {@link #of(JsonValue)}. */
    static Optional<Duration> some(JsonValue value) {
        return of(value).filter(time -> time.compareTo(ONE_MICROSECOND) >= 0);
    }

    /** The duration of that many seconds, exact to the nanosecond; empty when negative or absurdly long. */
    static Optional<Duration> of(BigDecimal seconds) {
        if (seconds.signum() < 0 || seconds.compareTo(LONGEST) > 0) {
            return Optional.empty();
        }
        long nanos =
                seconds.movePointRight(9).setScale(0, RoundingMode.HALF_EVEN).longValueExact();
        return Optional.of(Duration.ofNanos(nanos));
    }
}
