package io.groqmeter.simulator.endpoint;

import io.groqmeter.simulator.wire.Header;
import java.util.List;
import java.util.Locale;

/** The rate-limit headers of an answer: requests are counted per day, tokens per minute. */
final class RateLimit {

    private static final long REQUESTS_PER_DAY = 500_000;
    private static final long TOKENS_PER_MINUTE = 250_000;
    private static final double SECONDS_PER_REQUEST = 86_400.0 / REQUESTS_PER_DAY;
    private static final double SECONDS_PER_TOKEN = 60.0 / TOKENS_PER_MINUTE;

    private RateLimit() {}

    /** @param tokens used by the call */
    static List<Header> headers(long sequence, long tokens) {
        long used = Math.min(TOKENS_PER_MINUTE, tokens);
        return List.of(
                new Header("x-ratelimit-limit-requests", Long.toString(REQUESTS_PER_DAY)),
                new Header("x-ratelimit-limit-tokens", Long.toString(TOKENS_PER_MINUTE)),
                new Header(
                        "x-ratelimit-remaining-requests",
                        Long.toString(REQUESTS_PER_DAY - sequence % REQUESTS_PER_DAY)),
                new Header("x-ratelimit-remaining-tokens", Long.toString(TOKENS_PER_MINUTE - used)),
                new Header("x-ratelimit-reset-requests", duration(SECONDS_PER_REQUEST)),
                new Header("x-ratelimit-reset-tokens", duration(used * SECONDS_PER_TOKEN)));
    }

    /** A duration in Go's format: {@code 864ms}, {@code 7.66s}, {@code 2m59.56s}. */
    static String duration(double seconds) {
        if (seconds < 1) {
            return decimal(seconds * 1000) + "ms";
        }
        long minutes = (long) (seconds / 60);
        return (minutes == 0 ? "" : minutes + "m") + decimal(seconds - minutes * 60) + "s";
    }

    private static String decimal(double value) {
        long thousandths = Math.round(value * 1000);
        if (thousandths % 1000 == 0) {
            return Long.toString(thousandths / 1000);
        }
        return String.format(Locale.ROOT, "%d.%03d", thousandths / 1000, thousandths % 1000)
                .replaceAll("0+$", "");
    }
}
