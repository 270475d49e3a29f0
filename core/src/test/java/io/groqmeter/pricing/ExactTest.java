package io.groqmeter.pricing;

import static io.groqmeter.pricing.Priced.audio;
import static io.groqmeter.pricing.Priced.cached;
import static io.groqmeter.pricing.Priced.call;
import static io.groqmeter.pricing.Priced.characters;
import static io.groqmeter.pricing.Priced.cost;
import static io.groqmeter.pricing.Priced.rate;
import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.ModelUsage;
import io.groqmeter.usage.ToolUse;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import io.groqmeter.usage.UsageBuilder;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Promise 1, as far as one call's cost goes: a charge is quantity times price, and only the cost is rounded, once. */
class ExactTest {

    private static final String GPT_OSS_20B = "openai/gpt-oss-20b";
    private static final String GPT_OSS_120B = "openai/gpt-oss-120b";

    /** Groq holds a rate per second with 16 decimals; over a day's seconds that makes less than a billionth of a dollar. */
    private static final Offset<BigDecimal> GROQS_ROUNDING = Offset.offset(new BigDecimal("0.000000001"));

    @Test
    void one_token_of_each_kind_costs_its_price_to_the_last_digit() {
        assertThat(cost(GPT_OSS_20B, cached(1, 1, 0))).isEqualTo("0.0000000375");
        assertThat(cost(GPT_OSS_20B, Usage.tokens(1, 0))).isEqualTo("0.000000075");
        assertThat(cost(GPT_OSS_20B, Usage.tokens(0, 1))).isEqualTo("0.0000003");
        assertThat(cost("llama-3.1-8b-instant", Usage.tokens(0, 100))).isEqualTo("0.000008");
        assertThat(rate(GPT_OSS_20B, Usage.tokens(1, 0)).cost().toPlainString()).isEqualTo("0.000000075000");
    }

    @Test
    void groqs_own_bills_come_out_within_its_own_rounding_of_rates() {
        assertThat(cost(GPT_OSS_20B, Usage.tokens(4_680, 65))).isEqualTo("0.0003705");
        assertThat(cost("llama3-8b-8192", Usage.tokens(10_228, 3_659), Instant.parse("2024-06-14T00:00:00Z")))
                .isEqualTo("0.00080412");
        // Groq's console shows tokens for a transcription as well, and bills the seconds alone.
        Usage transcription = Usage.builder(UsageBasis.MEASURED)
                .audio(Duration.ofSeconds(1_837))
                .inputTokens(759)
                .outputTokens(6_021)
                .build();
        assertThat(cost("whisper-large-v3", transcription)).isEqualTo("0.056640833333");
        assertThat(new BigDecimal("0.056640833333")).isCloseTo(new BigDecimal("0.0566408333332721"), GROQS_ROUNDING);
    }

    @Test
    void groq_multiplies_by_a_rate_cut_to_16_decimals_so_its_last_digits_are_not_those_of_the_list_price() {
        BigDecimal billed = new BigDecimal("0.0566408333332721");
        BigDecimal seconds = BigDecimal.valueOf(1_837);
        assertThat(seconds.multiply(new BigDecimal("0.0000308333333333"))).isEqualByComparingTo(billed);
        BigDecimal exact = PricingUnit.HOUR.amount(seconds, new BigDecimal("0.111"));
        assertThat(exact.setScale(billed.scale(), RoundingMode.HALF_EVEN)).isNotEqualByComparingTo(billed);
        assertThat(exact).isCloseTo(billed, GROQS_ROUNDING);
    }

    @Test
    void groqs_own_bills_come_out_as_its_console_shows_them() throws IOException {
        List<SharedFacts.Row> bills = SharedFacts.rows("console_activity_rows.json").stream()
                .filter(row -> "true".equals(row.get("match")))
                .toList();
        assertThat(bills).hasSize(3);
        for (SharedFacts.Row bill : bills) {
            Instant at = LocalDate.parse(bill.get("day", "2026-09-12"))
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant();
            BigDecimal cost = new BigDecimal(cost(bill.get("model"), used(bill), at));
            assertThat(cost).as(bill.get("model")).isCloseTo(new BigDecimal(bill.get("cost")), GROQS_ROUNDING);
        }
    }

    private static Usage used(SharedFacts.Row bill) {
        UsageBuilder usage = Usage.builder(UsageBasis.MEASURED)
                .inputTokens(Long.parseLong(bill.get("n_context_tokens_total")))
                .outputTokens(Long.parseLong(bill.get("n_generated_tokens_total")));
        long seconds = Long.parseLong(bill.get("num_seconds_billed", "0"));
        return seconds > 0 ? usage.audio(Duration.ofSeconds(seconds)).build() : usage.build();
    }

    @Test
    void cached_tokens_are_taken_off_the_input_once() {
        // 256 cached of 1,000: 744 × 0.15 + 256 × 0.075 + 100 × 0.60 millionths.
        assertThat(cost(GPT_OSS_120B, cached(1_000, 256, 100))).isEqualTo("0.0001908");
    }

    @Test
    void a_cached_token_costs_as_any_other_where_no_cached_price_is_known() {
        assertThat(cost("llama-3.3-70b-versatile", cached(1_000, 256, 100)))
                .isEqualTo(cost("llama-3.3-70b-versatile", Usage.tokens(1_000, 100)));
    }

    @Test
    void a_batch_costs_half_and_takes_no_cache_discount_besides() {
        assertThat(cost(call(Endpoint.BATCH_LINE, GPT_OSS_120B, null, 200), Usage.tokens(1_000, 100)))
                .isEqualTo("0.000105");
        assertThat(cost(call(Endpoint.CHAT, GPT_OSS_120B, "batch", 200), cached(1_000, 1_000, 100)))
                .isEqualTo("0.000105");
        assertThat(cost(call(Endpoint.BATCH_LINE, "whisper-large-v3", "batch", 200), audio("PT1H")))
                .isEqualTo("0.0555");
    }

    @ParameterizedTest
    @ValueSource(strings = {"on_demand", "flex", "auto", "default", "performance", "a tier of tomorrow"})
    void every_other_tier_costs_the_list_price(String tier) {
        assertThat(cost(call(Endpoint.CHAT, GPT_OSS_120B, tier, 200), Usage.tokens(1_000, 100)))
                .isEqualTo("0.00021");
    }

    @ParameterizedTest
    @CsvSource({
        "PT1H, 0.111",
        "PT1S, 0.000308333333", // 10 s at least: 10 × 0.111 / 3600
        "PT10S, 0.000308333333",
        "PT10.000001S, 0.000339166667", // 11 s
        "PT36.712501248S, 0.001140833333" // 37 s
    })
    void audio_is_billed_by_whole_seconds_and_at_least_ten(String length, String expected) {
        assertThat(cost(call(Endpoint.TRANSCRIPTIONS, "whisper-large-v3", null, 200), audio(length)))
                .isEqualTo(expected);
    }

    @Test
    void speech_is_billed_by_the_character() {
        assertThat(cost(call(Endpoint.SPEECH, "canopylabs/orpheus-v1-english", null, 200), characters(43)))
                .isEqualTo("0.000946");
    }

    @Test
    void a_compound_answer_costs_what_each_of_its_models_and_tools_costs() {
        Usage usage = Usage.builder(UsageBasis.MEASURED)
                .inputTokens(3_000)
                .outputTokens(300)
                .splitOver(List.of(
                        new ModelUsage(GPT_OSS_120B, 1_000, 0, 100),
                        new ModelUsage("meta-llama/llama-4-scout-17b-16e-instruct", 2_000, 0, 200)))
                .tools(List.of(new ToolUse("search", 2), new ToolUse("visit", 1)))
                .build();
        RatedUsage rated = rate("groq/compound", usage);
        // 0.00021 + (2,000 × 0.11 + 200 × 0.34) / 1M + 2 × 8 / 1,000 + 1 / 1,000
        assertThat(rated.cost()).isEqualByComparingTo("0.017498");
        assertThat(rated.charges()).extracting(Charge::what).contains("search", "visit");
        assertThat(rated.basis()).isEqualTo(PriceBasis.LAST_KNOWN);
        assertThat(rated.unpricedTools()).isEmpty();
    }

    @Test
    void the_browser_tools_of_gpt_oss_are_billed_by_the_use() {
        Usage usage = Usage.builder(UsageBasis.MEASURED)
                .inputTokens(0)
                .outputTokens(0)
                .tools(List.of(new ToolUse("browser.search", 3), new ToolUse("browser.open", 2)))
                .build();
        assertThat(cost(GPT_OSS_20B, usage)).isEqualTo("0.017");
    }

    @Test
    void the_cost_is_the_sum_of_its_charges() {
        RatedUsage rated = rate(GPT_OSS_120B, cached(1_000, 256, 100));
        assertThat(rated.charges().stream().map(Charge::amount).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(rated.cost());
        assertThat(rated.charges()).extracting(Charge::what).containsExactly("input", "cached_input", "output");
        assertThat(rated.charges()).extracting(Charge::quantity).containsExactly(744L, 256L, 100L);
    }

    @Test
    void a_charge_by_tokens_keeps_every_digit_however_many() {
        BigDecimal price = new BigDecimal("0.123456789012345678901234567890123456789");
        assertThat(PricingUnit.MILLION_TOKENS.amount(BigDecimal.valueOf(99_999_999), price))
                .isEqualTo(new BigDecimal("12.345678777777778877777777887777777788776543211"));
    }

    @Test
    void no_floating_point_number_comes_near_money() throws IOException {
        Path sources = SharedFacts.root().resolve("core/src/main/java/io/groqmeter/pricing");
        try (Stream<Path> files = Files.list(sources)) {
            List<Path> java = files.toList();
            assertThat(java).hasSizeGreaterThan(10);
            for (Path file : java) {
                assertThat(Files.readString(file))
                        .as(file.toString())
                        .doesNotContainPattern("\\b(double|float|Double|Float|doubleValue|floatValue)\\b");
            }
        }
    }
}
