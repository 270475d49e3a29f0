package io.groqmeter.bench.micro;

import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Timings;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import java.time.Duration;
import java.util.Optional;

/** What the pieces are measured with: one ordinary chat call. */
final class Samples {

    static final String MODEL = "openai/gpt-oss-20b";

    private Samples() {}

    static Call chatCall() {
        Timings timings = new Timings(
                Optional.of(Duration.ofMillis(2)),
                Optional.of(Duration.ofMillis(15)),
                Optional.of(Duration.ofMillis(310)),
                Optional.of(Duration.ofMillis(340)),
                Optional.of(Duration.ofMillis(341)));
        return new Call(
                Endpoint.CHAT,
                MODEL,
                MODEL,
                "on_demand",
                "chatcmpl-f0a1b2c3-0000-4000-8000-123456789abc",
                false,
                200,
                Outcome.COMPLETED,
                timings);
    }

    static Usage chatUsage() {
        return Usage.builder(UsageBasis.MEASURED)
                .inputTokens(812)
                .cacheReadInputTokens(256)
                .outputTokens(310)
                .reasoningOutputTokens(74)
                .build();
    }
}
