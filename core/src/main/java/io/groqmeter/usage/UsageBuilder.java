package io.groqmeter.usage;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Collects the quantities of a {@link Usage}; what is not set stays absent. Not thread-safe. */
public final class UsageBuilder {

    private final UsageBasis basis;
    private OptionalLong inputTokens = OptionalLong.empty();
    private OptionalLong cacheReadInputTokens = OptionalLong.empty();
    private OptionalLong outputTokens = OptionalLong.empty();
    private OptionalLong reasoningOutputTokens = OptionalLong.empty();
    private Optional<Duration> audio = Optional.empty();
    private OptionalLong characters = OptionalLong.empty();
    private List<ToolUse> tools = List.of();
    private List<ModelUsage> models = List.of();
    private boolean split = true;

    UsageBuilder(UsageBasis basis) {
        this.basis = basis;
    }

    public UsageBuilder inputTokens(long count) {
        inputTokens = OptionalLong.of(count);
        return this;
    }

    public UsageBuilder inputTokens(OptionalLong count) {
        inputTokens = count;
        return this;
    }

    public UsageBuilder cacheReadInputTokens(long count) {
        cacheReadInputTokens = OptionalLong.of(count);
        return this;
    }

    public UsageBuilder cacheReadInputTokens(OptionalLong count) {
        cacheReadInputTokens = count;
        return this;
    }

    public UsageBuilder outputTokens(long count) {
        outputTokens = OptionalLong.of(count);
        return this;
    }

    public UsageBuilder outputTokens(OptionalLong count) {
        outputTokens = count;
        return this;
    }

    public UsageBuilder reasoningOutputTokens(long count) {
        reasoningOutputTokens = OptionalLong.of(count);
        return this;
    }

    public UsageBuilder reasoningOutputTokens(OptionalLong count) {
        reasoningOutputTokens = count;
        return this;
    }

    public UsageBuilder audio(Duration length) {
        audio = Optional.of(length);
        return this;
    }

    public UsageBuilder audio(Optional<Duration> length) {
        audio = length;
        return this;
    }

    public UsageBuilder characters(long count) {
        characters = OptionalLong.of(count);
        return this;
    }

    public UsageBuilder characters(OptionalLong count) {
        characters = count;
        return this;
    }

    public UsageBuilder tools(List<ToolUse> uses) {
        tools = uses;
        return this;
    }

    /** The parts of a Compound call that add up to the whole. */
    public UsageBuilder splitOver(List<ModelUsage> parts) {
        models = parts;
        split = true;
        return this;
    }

    /** The models of a Compound call whose shares are unknown. */
    public UsageBuilder answeredByOneOf(List<ModelUsage> candidates) {
        models = candidates;
        split = false;
        return this;
    }

    /**
     * The usage.
     *
     * @throws IllegalArgumentException when a count is negative, implausibly large, or a part exceeds its whole
     */
    public Usage build() {
        return new Usage(
                basis,
                inputTokens,
                cacheReadInputTokens,
                outputTokens,
                reasoningOutputTokens,
                audio,
                characters,
                tools,
                models,
                split);
    }
}
