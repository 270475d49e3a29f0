package io.groqmeter.groq;

import io.groqmeter.groq.json.JsonValue;
import io.groqmeter.usage.ModelUsage;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBuilder;
import java.util.OptionalLong;

/**
 * The counts of one {@code usage} object while it is read, or the highest of several objects of the same call. A count
 * that is impossible, such as a negative one or more cached tokens than input, counts as missing.
 */
final class TokenCounts {

    private static final long NOT_TOLD = -1;

    private long input = NOT_TOLD;
    private long cached = NOT_TOLD;
    private long output = NOT_TOLD;
    private long reasoning = NOT_TOLD;
    private long total = NOT_TOLD;

    /** Starts over: the counts of another object follow. */
    void clear() {
        input = NOT_TOLD;
        cached = NOT_TOLD;
        output = NOT_TOLD;
        reasoning = NOT_TOLD;
        total = NOT_TOLD;
    }

    /** Notes the count at that place; any other place is ignored. */
    void note(AnswerPlace place, JsonValue value) {
        switch (place) {
            case INPUT_TOKENS -> input = Math.max(input, plausible(value));
            case CACHED_TOKENS -> cached = Math.max(cached, plausible(value));
            case OUTPUT_TOKENS -> output = Math.max(output, plausible(value));
            case REASONING_TOKENS -> reasoning = Math.max(reasoning, plausible(value));
            case TOTAL_TOKENS -> total = Math.max(total, plausible(value));
            default -> {}
        }
    }

    private static long plausible(JsonValue value) {
        OptionalLong count = value.count();
        boolean possible = count.isPresent() && count.getAsLong() >= 0 && count.getAsLong() <= Usage.MOST_TOKENS;
        return possible ? count.getAsLong() : NOT_TOLD;
    }

    /**
     * Whether there is a count to go by. Zeros are none, for no call is without input; nor are Groq's hardware cache counts in
     * {@code x_groq.usage}.
     */
    boolean reported() {
        return input > 0 || output > 0 || total > 0;
    }

    /**
     * Merges another {@code usage} object of the same call. Groq repeats the same numbers up to three times in a
     * stream: they are never added, and a smaller number, a zero or a missing one takes nothing back.
     */
    void merge(TokenCounts other) {
        boolean partOfInput = other.input == NOT_TOLD || other.cached <= other.input;
        boolean partOfOutput = other.output == NOT_TOLD || other.reasoning <= other.output;
        input = Math.max(input, other.input);
        output = Math.max(output, other.output);
        total = Math.max(total, other.total);
        cached = partOfInput ? Math.max(cached, other.cached) : cached;
        reasoning = partOfOutput ? Math.max(reasoning, other.reasoning) : reasoning;
    }

    /** Adds the counts of another part of the same call; a count missing in one is missing in the sum. */
    void add(TokenCounts part) {
        input = sum(input, part.input);
        output = sum(output, part.output);
    }

    private static long sum(long one, long other) {
        long sum = one + other;
        return one == NOT_TOLD || other == NOT_TOLD || sum > Usage.MOST_TOKENS ? NOT_TOLD : sum;
    }

    /** None of either side: what parts are added to. */
    static TokenCounts none() {
        TokenCounts none = new TokenCounts();
        none.input = 0;
        none.output = 0;
        return none;
    }

    /** Takes over the sides that these counts lack. */
    void fillFrom(TokenCounts other) {
        input = input > 0 ? input : Math.max(input, other.input);
        output = output > 0 ? output : Math.max(output, other.output);
    }

    /**
     * These counts with a missing side completed from the total. No side was ever 0 in Groq's recorded traffic, so a 0 is not
     * believed where something speaks against it: that every call has input, a total that says more, output that was seen.
     */
    TokenCounts reconciled(boolean outputSeen) {
        TokenCounts sure = new TokenCounts();
        sure.merge(this);
        boolean seen = outputSeen || reasoning > 0;
        sure.input = input == 0 ? NOT_TOLD : input;
        sure.output = output == 0 && seen ? NOT_TOLD : output;
        if (sure.input == NOT_TOLD && sure.output != NOT_TOLD && total > sure.output) {
            sure.input = total - sure.output;
        } else if (sure.input != NOT_TOLD && sure.output <= 0 && (total > input || (total == input && !seen))) {
            sure.output = total - input;
        }
        return sure;
    }

    /** These counts of a call that has no output, such as an embedding: its total is its input. */
    TokenCounts ofInput() {
        TokenCounts sure = new TokenCounts();
        sure.merge(this);
        sure.input = input > 0 ? input : total > 0 ? total : NOT_TOLD;
        return sure;
    }

    boolean inputTold() {
        return input != NOT_TOLD;
    }

    /**
     * Whether both sides are reported and add up to the total. In all recorded traffic the total is their sum; what it says beyond
     * them would be used up by nobody.
     */
    boolean complete() {
        return input != NOT_TOLD && output != NOT_TOLD && total <= input + output;
    }

    /** The total. */
    OptionalLong total() {
        return count(total);
    }

    void writeTo(UsageBuilder usage) {
        usage.inputTokens(count(input))
                .outputTokens(count(output))
                .cacheReadInputTokens(cached <= input ? count(cached) : OptionalLong.empty())
                .reasoningOutputTokens(reasoning <= output ? count(reasoning) : OptionalLong.empty());
    }

    private static OptionalLong count(long count) {
        return count == NOT_TOLD ? OptionalLong.empty() : OptionalLong.of(count);
    }

    /** These counts as one model's part of a call. */
    ModelUsage of(String model) {
        long whole = Math.max(0, input);
        return new ModelUsage(model, whole, cached <= whole ? Math.max(0, cached) : 0, Math.max(0, output));
    }

    /** Whether both sides are equal in both. */
    boolean equal(TokenCounts other) {
        return input == other.input && output == other.output;
    }
}
