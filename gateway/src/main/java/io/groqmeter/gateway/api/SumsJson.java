package io.groqmeter.gateway.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.groqmeter.store.UsageSums;
import io.groqmeter.text.PlainDecimal;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Sums as JSON fields, money as decimal strings. */
final class SumsJson {

    private SumsJson() {}

    static void fields(JsonGenerator json, UsageSums sums) throws IOException {
        json.writeNumberField("calls", sums.calls());
        json.writeNumberField("answered", sums.answered());
        json.writeNumberField("metered", sums.metered());
        json.writeNumberField("errors", sums.errors());
        json.writeNumberField("aborted", sums.aborted());
        json.writeNumberField("input_tokens", sums.inputTokens());
        json.writeNumberField("cache_read_input_tokens", sums.cacheReadInputTokens());
        json.writeNumberField("output_tokens", sums.outputTokens());
        json.writeNumberField("reasoning_output_tokens", sums.reasoningOutputTokens());
        json.writeNumberField("total_tokens", sums.totalTokens());
        json.writeFieldName("audio_seconds");
        json.writeNumber(seconds(sums.audio()));
        json.writeNumberField("billed_audio_seconds", sums.billedAudioSeconds());
        json.writeNumberField("characters", sums.characters());
        json.writeNumberField("tool_uses", sums.toolUses());
        json.writeStringField("cost_usd", PlainDecimal.of(sums.cost()));
        json.writeStringField("cache_savings_usd", PlainDecimal.of(sums.cacheSavings()));
        json.writeFieldName("cache_read_percent");
        Optional<BigDecimal> cached = cacheReadPercent(sums);
        if (cached.isPresent()) {
            json.writeNumber(cached.get());
        } else {
            json.writeNull();
        }
    }

    /** The sums by label, as an object of objects. */
    static void split(JsonGenerator json, String name, Map<String, UsageSums> split) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, UsageSums> part : split.entrySet()) {
            json.writeObjectFieldStart(part.getKey());
            fields(json, part.getValue());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /** The cached share of the input, to one decimal; empty without input. */
    static Optional<BigDecimal> cacheReadPercent(UsageSums sums) {
        return sums.inputTokens() == 0
                ? Optional.empty()
                : Optional.of(percent(sums.cacheReadInputTokens(), sums.inputTokens()));
    }

    private static BigDecimal percent(long part, long whole) {
        return BigDecimal.valueOf(part)
                .multiply(BigDecimal.valueOf(100))
                .divide(BigDecimal.valueOf(whole), 1, RoundingMode.HALF_EVEN);
    }

    static String seconds(Duration length) {
        BigDecimal fraction = BigDecimal.valueOf(length.getNano(), 9);
        return PlainDecimal.of(BigDecimal.valueOf(length.getSeconds()).add(fraction));
    }
}
