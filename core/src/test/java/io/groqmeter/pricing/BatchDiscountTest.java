package io.groqmeter.pricing;

import static io.groqmeter.pricing.Priced.audio;
import static io.groqmeter.pricing.Priced.cached;
import static io.groqmeter.pricing.Priced.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.ToolUse;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a batch takes off: by model, by day, and as the owner says. */
class BatchDiscountTest {

    private static final Usage MILLIONS = Usage.tokens(1_000_000, 1_000_000);
    private static final PriceList SHIPPED = PriceList.shipped();

    private static BigDecimal batch(PriceList list, String model, Usage usage, Instant at) {
        return new Rater(() -> list)
                .rate(call(Endpoint.BATCH_LINE, model, "batch", 200), usage, at)
                .cost();
    }

    private static BigDecimal direct(String model, Usage usage) {
        return Priced.rate(call(Endpoint.CHAT, model, "on_demand", 200), usage).cost();
    }

    private static PriceList with(String file) {
        return SHIPPED.overriddenBy(
                new PriceFile("prices.json", file.replace('\'', '"').getBytes(StandardCharsets.UTF_8)).read(SHIPPED));
    }

    @ParameterizedTest
    @CsvSource({"openai/gpt-oss-120b, 0.375", "openai/gpt-oss-20b, 0.1875"})
    void the_models_batches_are_sold_for_cost_half(String model, BigDecimal cost) {
        assertThat(batch(SHIPPED, model, MILLIONS, Priced.NOW)).isEqualByComparingTo(cost);
    }

    @ParameterizedTest
    @CsvSource({"whisper-large-v3, 0.0555", "whisper-large-v3-turbo, 0.02"})
    void audio_in_a_batch_costs_half_too(String model, BigDecimal cost) {
        assertThat(batch(SHIPPED, model, audio("PT1H"), Priced.NOW)).isEqualByComparingTo(cost);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "openai/gpt-oss-safeguard-20b",
                "qwen/qwen3.8-27b",
                "meta-llama/llama-prompt-guard-2-22m",
                "meta-llama/llama-prompt-guard-2-86m",
                "a model of tomorrow"
            })
    void every_other_model_costs_in_a_batch_what_it_costs_else(String model) {
        assertThat(batch(SHIPPED, model, MILLIONS, Priced.NOW)).isEqualByComparingTo(direct(model, MILLIONS));
    }

    @Test
    void without_a_batch_discount_the_cache_discount_stays() {
        Usage usage = cached(1_000_000, 1_000_000, 0);
        assertThat(batch(SHIPPED, "openai/gpt-oss-safeguard-20b", usage, Priced.NOW))
                .isEqualByComparingTo("0.0375");
    }

    @Test
    void a_model_that_is_retired_since_had_the_discount_of_its_days() {
        assertThat(batch(SHIPPED, "llama-3.1-8b-instant", MILLIONS, Instant.parse("2026-05-23T04:55:32Z")))
                .isEqualByComparingTo("0.065");
        assertThat(batch(SHIPPED, "llama-3.1-8b-instant", MILLIONS, Priced.NOW))
                .as("its last known price, with the discount it had then")
                .isEqualByComparingTo("0.065");
    }

    @Test
    void before_june_2025_a_batch_took_a_quarter_off() {
        Instant june = Instant.parse("2025-06-01T00:00:00Z");
        assertThat(batch(SHIPPED, "whisper-large-v3", audio("PT1H"), june.minusNanos(1)))
                .isEqualByComparingTo("0.08325");
        assertThat(batch(SHIPPED, "whisper-large-v3", audio("PT1H"), june)).isEqualByComparingTo("0.0555");
        assertThat(batch(SHIPPED, "llama-3.3-70b-versatile", MILLIONS, june.minusNanos(1)))
                .isEqualByComparingTo("1.035");
        assertThat(batch(SHIPPED, "llama-3.3-70b-versatile", MILLIONS, june)).isEqualByComparingTo("0.69");
    }

    @Test
    void tools_cost_in_a_batch_what_they_cost_else() {
        Usage usage = Usage.builder(UsageBasis.MEASURED)
                .inputTokens(0)
                .outputTokens(0)
                .tools(List.of(new ToolUse("browser.search", 3)))
                .build();
        assertThat(batch(SHIPPED, "openai/gpt-oss-20b", usage, Priced.NOW)).isEqualByComparingTo("0.015");
    }

    @Test
    void the_owners_discount_wins_over_the_listed_one_on_its_days() {
        PriceList list = with("""
                {'batch': [{'models': ['openai/gpt-oss-20b'], 'percent_off': '12.5', 'from': '2026-11-01', 'until': '2026-12-01'}]}
                """);
        assertThat(batch(list, "openai/gpt-oss-20b", MILLIONS, Priced.NOW)).isEqualByComparingTo("0.328125");
        assertThat(batch(list, "openai/gpt-oss-20b", MILLIONS, Instant.parse("2026-12-01T00:00:00Z")))
                .isEqualByComparingTo("0.1875");
        assertThat(batch(list, "openai/gpt-oss-120b", MILLIONS, Priced.NOW)).isEqualByComparingTo("0.375");
    }

    @Test
    void the_owner_may_give_one_to_every_model_and_none_to_one() {
        PriceList list = with("""
                {'prices': [{'model': 'our-own', 'input': 2, 'output': 2}],
                 'batch': [{'percent_off': 50}, {'models': ['gpt-oss-20b'], 'percent_off': 0}]}
                """);
        assertThat(batch(list, "our-own", MILLIONS, Priced.NOW)).isEqualByComparingTo("2");
        assertThat(batch(list, "openai/gpt-oss-safeguard-20b", MILLIONS, Priced.NOW))
                .isEqualByComparingTo("0.1875");
        assertThat(batch(list, "gpt-oss-20b", MILLIONS, Priced.NOW)).isEqualByComparingTo("0.375");
    }

    @Test
    void a_price_of_the_owners_keeps_the_listed_discount() {
        PriceList list = with("{'prices': [{'model': 'openai/gpt-oss-20b', 'input': 1, 'output': 1}]}");
        assertThat(batch(list, "openai/gpt-oss-20b", MILLIONS, Priced.NOW)).isEqualByComparingTo("1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'batch': [{'models': ['openai/gpt-oss-20b']}]}                    | has no \"percent_off\"",
                "{'batch': [{'percent_off': 101}]}                                   | Write 0 to 100",
                "{'batch': [{'percent_off': -1}]}                                    | Write 0 to 100",
                "{'batch': [{'percent_off': 'half'}]}                                | not a decimal number",
                "{'batch': [{'models': [], 'percent_off': 50}]}                      | models is empty",
                "{'batch': [{'models': ['gpt-oss-2ob'], 'percent_off': 50}]}         | \"gpt-oss-2ob\", which has no price",
                "{'batch': [{'percent_off': 50}, {'percent_off': 25}]}               | same model and days",
                "{'batch': [{'percent_off': 50, 'form': '2026-01-01'}]}              | unknown field \"form\"",
                "{'batch': [{'percent_off': 50, 'from': '2026-02-30'}]}              | from is not a day",
                "{'batch': {'percent_off': 50}}                                      | batch is a list"
            })
    void one_that_cannot_be_meant_is_refused_with_its_mend(String file, String reason) {
        assertThatThrownBy(() -> with(file))
                .isInstanceOf(PriceFileException.class)
                .hasMessageContaining(reason);
    }
}
