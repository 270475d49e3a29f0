package io.groqmeter.budget;

import java.util.Locale;

/**
 * A rate limit.
 *
 * @param scope whose calls count
 * @param measure what is counted
 * @param perMinute how many per minute, and at once; at least 1
 */
public record Limit(Scope scope, Measure measure, long perMinute) {

    private static final long MOST = 100_000_000L;

    public Limit {
        if (perMinute < 1 || perMinute > MOST) {
            throw new IllegalArgumentException(
                    "a limit is 1 to " + MOST + " " + measure.label() + " per minute, not " + perMinute);
        }
    }

    /** What a limit counts. */
    public enum Measure {
        /** Calls that are let through. */
        REQUESTS,
        /** Input and output tokens, once a call settles: those in flight together may pass the limit, and the next wait longer. */
        TOKENS;

        /** The lower-case word people write. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * Reads the word.
         *
         * @throws IllegalArgumentException when it is neither
         */
        public static Measure parse(String word) {
            return switch (word) {
                case "requests" -> REQUESTS;
                case "tokens" -> TOKENS;
                default ->
                    throw new IllegalArgumentException("'measure' must be requests or tokens, not '" + word + "'");
            };
        }
    }

    /** Its name: scope and measure, {@code all/requests}. */
    public String id() {
        return scope + "/" + measure.label();
    }
}
