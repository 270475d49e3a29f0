package io.groqmeter.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.usage.Call;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ExactTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final Rater rater = new Rater(PriceList::shipped);

    @Test
    void one_cached_token_of_gpt_oss_20b_costs_exactly_this() {
        Usage usage = Usage.builder(UsageBasis.MEASURED)
                .inputTokens(1)
                .cacheReadInputTokens(1)
                .outputTokens(0)
                .build();
        assertThat(rater.rate(Call.chat("openai/gpt-oss-20b"), usage, NOW)
                        .cost()
                        .toPlainString())
                .isEqualTo("0.000000037500");
    }
}
