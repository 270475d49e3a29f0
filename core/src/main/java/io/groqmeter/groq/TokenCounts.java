package io.groqmeter.groq;

import io.groqmeter.groq.json.JsonValue;
import io.groqmeter.usage.ModelUsage;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBuilder;
import java.util.OptionalLong;

/**
 * The counts of one {@code usage} object while it is read. A count that cannot be, such as a negative one or more cached tokens
 * than input, is taken as not told.
 */
final class TokenCounts {

    private static final long NOT_TOLD = -1;

    private long input = NOT_TOLD;
    private long cached = NOT_TOLD;
    private long output = NOT_TOLD;
    private long reasoning = NOT_TOLD;

    /** Starts over: the counts of another object follow. */
    void clear() {
        input = NOT_TOLD;
        cached = NOT_TOLD;
        output = NOT_TOLD;
        reasoning = NOT_TOLD;
    }

    /** Notes the count at that place; any other place is ignored. */
    void note(AnswerPlace place, JsonValue value) {
        switch (place) {
            case INPUT_TOKENS -> input = plausible(value);
            case CACHED_TOKENS -> cached = plausible(value);
            case OUTPUT_TOKENS -> output = plausible(value);
            case REASONING_TOKENS -> reasoning = plausible(value);
            default -> {}
        }
    }

    private static long plausible(JsonValue value) {
        OptionalLong count = value.count();
        boolean possible = count.isPresent() && count.getAsLong() >= 0 && count.getAsLong() <= Usage.MOST_TOKENS;
        return possible ? count.getAsLong() : NOT_TOLD;
    }

    /** Whether there is a count to go by. Groq's hardware cache counts in {@code x_groq.usage} are none. */
    boolean told() {
        return input != NOT_TOLD || output != NOT_TOLD;
    }

    /**
     * Takes over what a later {@code usage} object says of the same call. Groq repeats the same numbers up to three times in a
     * stream: they replace each other and never add up. Details that the repetition leaves out stay.
     */
    void replaceBy(TokenCounts later) {
        boolean same = input == later.input && output == later.output;
        cached = same && later.cached == NOT_TOLD ? cached : later.cached;
        reasoning = same && later.reasoning == NOT_TOLD ? reasoning : later.reasoning;
        input = later.input;
        output = later.output;
    }

    void writeTo(UsageBuilder usage) {
        usage.inputTokens(told(input))
                .outputTokens(told(output))
                .cacheReadInputTokens(cached <= input ? told(cached) : OptionalLong.empty())
                .reasoningOutputTokens(reasoning <= output ? told(reasoning) : OptionalLong.empty());
    }

    private static OptionalLong told(long count) {
        return count == NOT_TOLD ? OptionalLong.empty() : OptionalLong.of(count);
    }

    /** These counts as one model's part of a call. */
    ModelUsage of(String model) {
        long whole = Math.max(0, input);
        return new ModelUsage(model, whole, cached <= whole ? Math.max(0, cached) : 0, Math.max(0, output));
    }

    /** Whether those parts add up to these counts. */
    boolean isSumOf(Iterable<ModelUsage> parts) {
        long inputs = 0;
        long outputs = 0;
        for (ModelUsage part : parts) {
            inputs += part.inputTokens();
            outputs += part.outputTokens();
        }
        return inputs == Math.max(0, input) && outputs == Math.max(0, output);
    }
}
