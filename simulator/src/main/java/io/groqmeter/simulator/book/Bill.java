package io.groqmeter.simulator.book;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one answered call owes.
 *
 * @param model the model that answered
 * @param audioSeconds length of the audio read; zero where there was none
 * @param billedSeconds whole seconds charged for that audio: at least ten, a begun second counts
 * @param characters Unicode characters spoken
 * @param toolCalls runs of built-in tools by name
 * @param cost US dollars, rounded once to twelve decimals (half even); null when the model has no price
 */
public record Bill(
        String model,
        TokenCount tokens,
        BigDecimal audioSeconds,
        long billedSeconds,
        long characters,
        Map<String, Integer> toolCalls,
        @Nullable BigDecimal cost) {}
