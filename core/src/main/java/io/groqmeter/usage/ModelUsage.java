package io.groqmeter.usage;

/**
 * The tokens one model took inside a call that several models answered (Groq's Compound systems).
 *
 * @param model the model's id
 * @param inputTokens all its prompt tokens, cached ones included
 * @param cacheReadInputTokens the cached part of them; 0 when unknown
 * @param outputTokens all its generated tokens, reasoning included
 */
public record ModelUsage(String model, long inputTokens, long cacheReadInputTokens, long outputTokens) {
    public ModelUsage {
        if (inputTokens < 0 || outputTokens < 0 || cacheReadInputTokens < 0 || cacheReadInputTokens > inputTokens) {
            throw new IllegalArgumentException("impossible token counts for " + model + ": input " + inputTokens
                    + ", cached " + cacheReadInputTokens + ", output " + outputTokens);
        }
    }
}
