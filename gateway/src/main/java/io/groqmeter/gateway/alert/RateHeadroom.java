package io.groqmeter.gateway.alert;

import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What Groq's own rate limits leave, by the {@code x-ratelimit-…} headers of its latest answers: {@code requests} per day, {@code
 * tokens} per minute. Groq counts them per model; the latest answer's are kept. Any thread.
 */
public final class RateHeadroom {

    private static final Duration FRESH = Duration.ofMinutes(2);

    private final InstantSource clock;
    private final Map<String, Left> latest = new ConcurrentHashMap<>();

    /**
     * One limit, as an answer reported it.
     *
     * @param remaining of the limit
     * @param limit the total
     * @param at when the answer came
     */
    public record Left(long remaining, long limit, Instant at) {}

    public RateHeadroom(InstantSource clock) {
        this.clock = clock;
    }

    /** Reads the headers of an answer from Groq. */
    public void update(HttpHeaders answer) {
        note("requests", answer);
        note("tokens", answer);
    }

    private void note(String kind, HttpHeaders answer) {
        Long remaining = number(answer.get("x-ratelimit-remaining-" + kind));
        Long limit = number(answer.get("x-ratelimit-limit-" + kind));
        if (remaining != null && limit != null && limit > 0) {
            latest.put(kind, new Left(remaining, limit, clock.instant()));
        }
    }

    private static @Nullable Long number(@Nullable String text) {
        try {
            return text == null || text.length() > 18 ? null : Long.valueOf(text.strip());
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** What remains of {@code requests} or {@code tokens}; empty when no answer of the last two minutes reported it. */
    Optional<Left> left(String kind) {
        return Optional.ofNullable(latest.get(kind))
                .filter(left -> left.at().plus(FRESH).isAfter(clock.instant()));
    }
}
