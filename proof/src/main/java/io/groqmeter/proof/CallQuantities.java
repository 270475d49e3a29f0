package io.groqmeter.proof;

import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.Usage;
import java.math.BigDecimal;

/**
 * What both sides' books must agree on, for one call or for many.
 *
 * @param cost US dollars at scale 12
 */
record CallQuantities(long input, long cached, long output, long audioSeconds, long characters, BigDecimal cost) {

    static final CallQuantities NONE = new CallQuantities(0, 0, 0, 0, 0, BigDecimal.ZERO.setScale(12));

    static CallQuantities of(UsageRecord record) {
        Usage usage = record.usage();
        return new CallQuantities(
                usage.inputTokens().orElse(0),
                usage.cacheReadInputTokens().orElse(0),
                usage.outputTokens().orElse(0),
                usage.billedAudioSeconds().orElse(0),
                usage.characters().orElse(0),
                record.cost());
    }

    CallQuantities plus(CallQuantities other) {
        return new CallQuantities(
                input + other.input,
                cached + other.cached,
                output + other.output,
                audioSeconds + other.audioSeconds,
                characters + other.characters,
                cost.add(other.cost));
    }
}
