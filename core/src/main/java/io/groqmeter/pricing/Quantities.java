package io.groqmeter.pricing;

import io.groqmeter.usage.ModelUsage;
import io.groqmeter.usage.Usage;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What one model is to be billed for, split as prices are: fresh and cached input apart.
 *
 * @param counts how much of each measure, in single tokens, seconds and characters; only those reported
 */
record Quantities(Map<Measure, Long> counts) {

    /**
     * The kinds of billing, the surest first. A call is billed by one of them alone: Groq's console reports tokens for
     * transcriptions too, and bills only their seconds.
     */
    static final List<List<Measure>> KINDS = List.of(
            List.of(Measure.AUDIO),
            List.of(Measure.CHARACTERS),
            List.of(Measure.INPUT, Measure.CACHED_INPUT, Measure.OUTPUT));

    static Quantities of(Usage usage) {
        Map<Measure, Long> counts = new EnumMap<>(Measure.class);
        put(counts, Measure.AUDIO, usage.billedAudioSeconds());
        put(counts, Measure.CHARACTERS, usage.characters());
        usage.inputTokens()
                .ifPresent(input ->
                        putInput(counts, input, usage.cacheReadInputTokens().orElse(0)));
        put(counts, Measure.OUTPUT, usage.outputTokens());
        return new Quantities(counts);
    }

    static Quantities of(ModelUsage part) {
        Map<Measure, Long> counts = new EnumMap<>(Measure.class);
        putInput(counts, part.inputTokens(), part.cacheReadInputTokens());
        counts.put(Measure.OUTPUT, part.outputTokens());
        return new Quantities(counts);
    }

    /** The cached tokens are part of the input: taken off once, and a line of their own. */
    private static void putInput(Map<Measure, Long> counts, long input, long cached) {
        counts.put(Measure.INPUT, input - cached);
        if (cached > 0) {
            counts.put(Measure.CACHED_INPUT, cached);
        }
    }

    private static void put(Map<Measure, Long> counts, Measure measure, OptionalLong count) {
        count.ifPresent(value -> counts.put(measure, value));
    }

    /** The measures to bill: of the first reported kind that the row prices, else of the first reported one. */
    List<Measure> billedBy(ModelPrice row) {
        List<Measure> billed = List.of();
        for (List<Measure> kind : KINDS) {
            boolean reported = !Collections.disjoint(counts.keySet(), kind);
            if (reported && row.prices().containsKey(kind.get(0))) {
                return kind;
            }
            if (reported && billed.isEmpty()) {
                billed = kind;
            }
        }
        return billed;
    }

    long count(Measure measure) {
        return counts.getOrDefault(measure, 0L);
    }
}
