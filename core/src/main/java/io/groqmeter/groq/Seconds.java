package io.groqmeter.groq;

import io.groqmeter.groq.json.JsonValue;
import io.groqmeter.usage.Usage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Groq's times: seconds with decimals, as a number or a string of one. */
final class Seconds {

    private static final BigDecimal LONGEST = BigDecimal.valueOf(Usage.LONGEST_AUDIO.toSeconds());

    /** What usage is counted in at most: less is 0 in the books. */
    private static final Duration ONE_MICROSECOND = Duration.of(1, ChronoUnit.MICROS);

    private Seconds() {}

    /** The time told, exact to the nanosecond; empty when it is no number, negative or absurdly long. */
    static Optional<Duration> of(JsonValue value) {
        return value.number().flatMap(Seconds::of);
    }

    /** The time told when there is some, as {@link #of(JsonValue)}: 0 is how an unknown length is written, too. */
    static Optional<Duration> some(JsonValue value) {
        return of(value).filter(time -> time.compareTo(ONE_MICROSECOND) >= 0);
    }

    /** That many seconds, exact to the nanosecond; empty when they are negative or absurdly many. */
    static Optional<Duration> of(BigDecimal seconds) {
        if (seconds.signum() < 0 || seconds.compareTo(LONGEST) > 0) {
            return Optional.empty();
        }
        long nanos =
                seconds.movePointRight(9).setScale(0, RoundingMode.HALF_EVEN).longValueExact();
        return Optional.of(Duration.ofNanos(nanos));
    }
}
