package io.groqmeter.usage;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The quantities of one call. An absent quantity is unknown or does not apply; it is never zero.
 *
 * @param basis how the quantities are known
 * @param inputTokens all prompt tokens, including {@code cacheReadInputTokens}
 * @param cacheReadInputTokens the part of the input read from Groq's prompt cache; absent is unknown, not 0, and priced as
 *     none
 * @param outputTokens all generated tokens, including {@code reasoningOutputTokens}
 * @param reasoningOutputTokens the reasoning part of the output; Groq often leaves it out
 * @param audio the length of the audio that was transcribed or translated, to the microsecond
 * @param characters the characters of a speech request's input, counted in Unicode code points
 * @param tools built-in tools that ran, one entry a tool
 * @param models the split over models of a Compound call; empty when one model answered
 * @param split whether {@code models} is a true split, whose parts add up to the whole, or only names the candidates (Groq's
 *     Compound <em>streams</em> repeat the total for each model)
 */
public record Usage(
        UsageBasis basis,
        OptionalLong inputTokens,
        OptionalLong cacheReadInputTokens,
        OptionalLong outputTokens,
        OptionalLong reasoningOutputTokens,
        Optional<Duration> audio,
        OptionalLong characters,
        List<ToolUse> tools,
        List<ModelUsage> models,
        boolean split) {

    /** The most tokens one call can plausibly have; more is a broken answer and counts as unknown. */
    public static final long MOST_TOKENS = 100_000_000L;

    /** The longest audio one call can plausibly have; more is a broken answer or file and counts as unknown. */
    public static final Duration LONGEST_AUDIO = Duration.ofHours(1_000);

    private static final Usage UNKNOWN = builder(UsageBasis.UNKNOWN).build();
    private static final Usage NOTHING = builder(UsageBasis.MEASURED).build();

    public Usage {
        tools = List.copyOf(tools);
        models = List.copyOf(models);
        audio = audio.map(length -> length.truncatedTo(ChronoUnit.MICROS));
        check("input", inputTokens);
        check("output", outputTokens);
        check("character", characters);
        checkPart("cached", cacheReadInputTokens, "input", inputTokens);
        checkPart("reasoning", reasoningOutputTokens, "output", outputTokens);
        audio.ifPresent(length -> {
            if (length.isNegative() || length.compareTo(LONGEST_AUDIO) > 0) {
                throw new IllegalArgumentException("impossible audio length: " + length);
            }
        });
    }

    private static void check(String what, OptionalLong count) {
        if (count.isPresent() && (count.getAsLong() < 0 || count.getAsLong() > MOST_TOKENS)) {
            throw new IllegalArgumentException("impossible " + what + " count: " + count.getAsLong());
        }
    }

    private static void checkPart(String part, OptionalLong count, String whole, OptionalLong of) {
        if (count.isPresent() && (count.getAsLong() < 0 || count.getAsLong() > of.orElse(0))) {
            throw new IllegalArgumentException(part + " tokens " + count.getAsLong() + " are not part of "
                    + of.orElse(0) + " " + whole + " tokens");
        }
    }

    /** Nothing is known of what the call used. */
    public static Usage unknown() {
        return UNKNOWN;
    }

    /** The call is known to have used nothing that is billed: an error, a list of models. */
    public static Usage nothing() {
        return NOTHING;
    }

    /** Measured tokens and nothing else. */
    public static Usage tokens(long input, long output) {
        return builder(UsageBasis.MEASURED)
                .inputTokens(input)
                .outputTokens(output)
                .build();
    }

    /** Input plus output tokens, absent ones as none. */
    public long totalTokens() {
        return inputTokens.orElse(0) + outputTokens.orElse(0);
    }

    /**
     * The seconds Groq bills for the audio: whole seconds, rounded up, at least 10 a request. Groq publishes the minimum
     * (groq.com/pricing) and counts in whole seconds; that a fraction rounds up is our reading.
     */
    public OptionalLong billedAudioSeconds() {
        if (audio.isEmpty()) {
            return OptionalLong.empty();
        }
        Duration length = audio.get();
        long whole = length.getSeconds() + (length.getNano() > 0 ? 1 : 0);
        return OptionalLong.of(Math.max(10, whole));
    }

    /** Starts a usage of that basis with every quantity absent. */
    public static UsageBuilder builder(UsageBasis basis) {
        return new UsageBuilder(basis);
    }
}
