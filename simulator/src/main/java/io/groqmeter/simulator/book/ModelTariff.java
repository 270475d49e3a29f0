package io.groqmeter.simulator.book;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One served model and what it costs in US dollars; null where Groq publishes no such price.
 *
 * @param kind chat, compound, audio, speech, embedding or reranking
 * @param input per million input tokens
 * @param cachedInput per million cached input tokens; null means the cache is not used, or gives no discount
 * @param output per million output tokens
 * @param audioHour per hour of audio
 * @param characters per million characters
 */
public record ModelTariff(
        String model,
        Kind kind,
        @Nullable BigDecimal input,
        @Nullable BigDecimal cachedInput,
        @Nullable BigDecimal output,
        @Nullable BigDecimal audioHour,
        @Nullable BigDecimal characters) {

    /** The endpoint a model answers at. */
    public enum Kind {
        CHAT,
        COMPOUND,
        AUDIO,
        SPEECH,
        EMBEDDING,
        RERANKING
    }

    /** Whether the model reasons, and counts that as output. */
    public boolean reasons() {
        return model.contains("gpt-oss")
                || model.contains("qwen3")
                || model.contains("qwq")
                || model.contains("deepseek-r1");
    }
}
