package io.groqmeter.store;

import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.ToolUse;
import io.groqmeter.usage.Usage;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * What records add up to. Absent quantities add nothing.
 *
 * @param calls all calls
 * @param answered those Groq answered with a 2xx
 * @param metered those of {@code answered} that are billed: the first tool's {@code total_requests}
 * @param errors those Groq refused, or broke off with an error
 * @param aborted those the caller hung up on
 * @param inputTokens cached ones included
 * @param cacheReadInputTokens the cached part of the input
 * @param outputTokens reasoning included
 * @param reasoningOutputTokens the reasoning part of the output, where told
 * @param audio the length of all audio
 * @param billedAudioSeconds whole seconds billed for it
 * @param characters of speech input
 * @param toolUses of built-in tools
 * @param cost US dollars, the exact sum of the records' costs
 * @param cacheSavings US dollars, the exact sum of the records' {@link io.groqmeter.pricing.RatedUsage#cacheSavings}
 */
public record UsageSums(
        long calls,
        long answered,
        long metered,
        long errors,
        long aborted,
        long inputTokens,
        long cacheReadInputTokens,
        long outputTokens,
        long reasoningOutputTokens,
        Duration audio,
        long billedAudioSeconds,
        long characters,
        long toolUses,
        BigDecimal cost,
        BigDecimal cacheSavings) {

    /** The sums of nothing. */
    public static final UsageSums ZERO = new UsageSums(
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            Duration.ZERO,
            0,
            0,
            0,
            BigDecimal.ZERO.setScale(12),
            BigDecimal.ZERO.setScale(12));

    /** The sums of one record. */
    public static UsageSums of(UsageRecord record) {
        Usage usage = record.usage();
        long calls = record.calls();
        boolean answered = record.call().answered();
        Outcome outcome = record.call().outcome();
        return new UsageSums(
                calls,
                answered ? calls : 0,
                answered && record.metered() ? calls : 0,
                outcome == Outcome.ERROR ? calls : 0,
                outcome == Outcome.ABORTED ? calls : 0,
                usage.inputTokens().orElse(0),
                usage.cacheReadInputTokens().orElse(0),
                usage.outputTokens().orElse(0),
                usage.reasoningOutputTokens().orElse(0),
                usage.audio().orElse(Duration.ZERO),
                usage.billedAudioSeconds().orElse(0),
                usage.characters().orElse(0),
                usage.tools().stream().mapToLong(ToolUse::uses).sum(),
                record.cost(),
                record.rated().cacheSavings());
    }

    /** Both together. */
    public UsageSums plus(UsageSums other) {
        return new UsageSums(
                calls + other.calls,
                answered + other.answered,
                metered + other.metered,
                errors + other.errors,
                aborted + other.aborted,
                inputTokens + other.inputTokens,
                cacheReadInputTokens + other.cacheReadInputTokens,
                outputTokens + other.outputTokens,
                reasoningOutputTokens + other.reasoningOutputTokens,
                audio.plus(other.audio),
                billedAudioSeconds + other.billedAudioSeconds,
                characters + other.characters,
                toolUses + other.toolUses,
                cost.add(other.cost),
                cacheSavings.add(other.cacheSavings));
    }

    /** These without others they contain. */
    public UsageSums minus(UsageSums part) {
        return new UsageSums(
                calls - part.calls,
                answered - part.answered,
                metered - part.metered,
                errors - part.errors,
                aborted - part.aborted,
                inputTokens - part.inputTokens,
                cacheReadInputTokens - part.cacheReadInputTokens,
                outputTokens - part.outputTokens,
                reasoningOutputTokens - part.reasoningOutputTokens,
                audio.minus(part.audio),
                billedAudioSeconds - part.billedAudioSeconds,
                characters - part.characters,
                toolUses - part.toolUses,
                cost.subtract(part.cost),
                cacheSavings.subtract(part.cacheSavings));
    }

    public long totalTokens() {
        return inputTokens + outputTokens;
    }
}
