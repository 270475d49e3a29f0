package io.groqmeter.bench.traffic;

import java.math.BigDecimal;

/**
 * Calls and their usage: one side's books.
 *
 * @param calls answered calls
 * @param inputTokens all prompt tokens, cached ones included
 * @param outputTokens all generated tokens
 * @param audioSeconds billed seconds of audio
 * @param dollars what they cost
 */
public record Tally(long calls, long inputTokens, long outputTokens, long audioSeconds, BigDecimal dollars) {

    /** No calls. */
    public static final Tally NONE = new Tally(0, 0, 0, 0, BigDecimal.ZERO);

    private static final BigDecimal INPUT = perMillion("0.075");
    private static final BigDecimal CACHED = perMillion("0.0375");
    private static final BigDecimal OUTPUT = perMillion("0.30");

    /** One chat call of openai/gpt-oss-20b at Groq's list price of 2026. */
    static Tally chat(long input, long cached, long output) {
        BigDecimal dollars = INPUT.multiply(BigDecimal.valueOf(input - cached))
                .add(CACHED.multiply(BigDecimal.valueOf(cached)))
                .add(OUTPUT.multiply(BigDecimal.valueOf(output)));
        return new Tally(1, input, output, 0, dollars);
    }

    /** One transcription by whisper-large-v3 at 0.111 dollars an hour, of a length that costs whole microdollars. */
    static Tally audio(long seconds) {
        BigDecimal dollars = new BigDecimal("0.111").multiply(BigDecimal.valueOf(seconds));
        return new Tally(1, 0, 0, seconds, dollars.divide(BigDecimal.valueOf(3_600)));
    }

    private static BigDecimal perMillion(String dollars) {
        return new BigDecimal(dollars).movePointLeft(6);
    }

    /** Both together. */
    public Tally plus(Tally other) {
        return new Tally(
                calls + other.calls,
                inputTokens + other.inputTokens,
                outputTokens + other.outputTokens,
                audioSeconds + other.audioSeconds,
                dollars.add(other.dollars));
    }

    /** The difference to the earlier books. */
    public Tally since(Tally earlier) {
        return plus(earlier.times(-1));
    }

    /** That many times this. */
    public Tally times(long count) {
        return new Tally(
                calls * count,
                inputTokens * count,
                outputTokens * count,
                audioSeconds * count,
                dollars.multiply(BigDecimal.valueOf(count)));
    }

    /** Whether both are equal, to the last digit of the dollars. */
    public boolean agrees(Tally other) {
        return calls == other.calls
                && inputTokens == other.inputTokens
                && outputTokens == other.outputTokens
                && audioSeconds == other.audioSeconds
                && dollars.compareTo(other.dollars) == 0;
    }
}
