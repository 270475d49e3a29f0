package io.groqmeter.simulator.endpoint;

import java.math.BigDecimal;
import java.util.SplittableRandom;

/** How long a generation took, in nanoseconds; reported in seconds with nine decimals. */
record Timing(long queue, long prompt, long completion) {

    private static final long FLOOR = 1_000_000;

    static Timing of(long promptTokens, long completionTokens, SplittableRandom random) {
        return new Timing(
                FLOOR + random.nextLong(80_000_000),
                FLOOR + promptTokens * 25_000 + random.nextLong(1_000_000),
                FLOOR + completionTokens * 2_100_000 + random.nextLong(1_000_000));
    }

    Timing plus(Timing more) {
        return new Timing(queue + more.queue, prompt + more.prompt, completion + more.completion);
    }

    long total() {
        return prompt + completion;
    }

    static BigDecimal seconds(long nanos) {
        return BigDecimal.valueOf(nanos, 9);
    }
}
