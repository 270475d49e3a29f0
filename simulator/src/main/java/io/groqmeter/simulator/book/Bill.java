package io.groqmeter.simulator.book;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bill of one answered call.
 *
 * @param model the model that answered
 * @param audioSeconds length of the input audio; zero without audio
 * @param billedSeconds whole seconds charged for that audio: at least ten, rounded up
 * @param characters Unicode characters of speech input
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
