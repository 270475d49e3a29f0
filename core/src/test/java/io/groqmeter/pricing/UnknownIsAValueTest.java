package io.groqmeter.pricing;

import static io.groqmeter.pricing.Priced.NOW;
import static io.groqmeter.pricing.Priced.audio;
import static io.groqmeter.pricing.Priced.call;
import static io.groqmeter.pricing.Priced.characters;
import static io.groqmeter.pricing.Priced.rate;
import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.ModelUsage;
import io.groqmeter.usage.ToolUse;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Promise 4, as far as prices go: what is not known says so, and never costs nothing by accident. */
class UnknownIsAValueTest {

    private static final String GPT_OSS_20B = "openai/gpt-oss-20b";
    private static final Usage MILLIONS = Usage.tokens(1_000_000, 1_000_000);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "openai/gpt-oss",
                "openai/gpt-oss-20b-preview",
                "gpt",
                "OPENAI/GPT-OSS-20B",
                " ",
                "whisper",
                "qwen/qwen3.8"
            })
    void a_name_that_is_merely_like_a_models_is_unknown_and_costs_the_fallback(String model) {
        RatedUsage rated = rate(model, MILLIONS);
        assertThat(rated.basis()).isEqualTo(PriceBasis.FALLBACK);
        assertThat(rated.cost()).isEqualByComparingTo("1.00");
    }

    @Test
    void a_call_that_names_no_model_costs_the_fallback() {
        RatedUsage rated = rate(call(Endpoint.CHAT, null, null, 200), MILLIONS);
        assertThat(rated.basis()).isEqualTo(PriceBasis.FALLBACK);
        assertThat(rated.cost()).isEqualByComparingTo("1.00");
    }

    @Test
    void models_whose_names_are_alike_keep_their_own_prices() {
        assertThat(rate("openai/gpt-oss-safeguard-20b", MILLIONS).cost()).isEqualByComparingTo("0.375");
        assertThat(rate("openai/gpt-oss-120b", MILLIONS).cost()).isEqualByComparingTo("0.75");
        assertThat(rate("whisper-large-v3", audio("PT1H")).cost()).isEqualByComparingTo("0.111");
        assertThat(rate("whisper-large-v3-turbo", audio("PT1H")).cost()).isEqualByComparingTo("0.04");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"minimaxai/minimax-m2.7", "nomic-embed-text-v1_5", "llava-v1.5-7b-4096-preview", "groq/compound"
            })
    void a_model_without_a_public_price_costs_the_fallback_and_says_why(String model) {
        assertThat(rate(model, MILLIONS).basis()).isEqualTo(PriceBasis.FALLBACK);
        assertThat(rate(model, MILLIONS).cost()).isEqualByComparingTo("1.00");
        assertThat(PriceList.shipped().resolve(model, NOW).note()).isNotBlank();
    }

    @Test
    void audio_and_speech_of_an_unknown_model_cost_their_default() {
        assertThat(rate("whisper-next", audio("PT1H")).cost()).isEqualByComparingTo("0.111");
        assertThat(rate("orpheus-next", characters(1_000_000)).cost()).isEqualByComparingTo("50");
        assertThat(rate("orpheus-next", characters(1)).basis()).isEqualTo(PriceBasis.FALLBACK);
    }

    @Test
    void tokens_of_a_model_that_is_sold_by_the_hour_are_not_free() {
        RatedUsage rated = rate("whisper-large-v3", MILLIONS);
        assertThat(rated.basis()).isEqualTo(PriceBasis.FALLBACK);
        assertThat(rated.cost()).isEqualByComparingTo("1.00");
    }

    @Test
    void a_retired_model_costs_what_it_last_did() {
        RatedUsage rated = rate("gemma2-9b-it", MILLIONS);
        assertThat(rated.basis()).isEqualTo(PriceBasis.LAST_KNOWN);
        assertThat(rated.cost()).isEqualByComparingTo("0.40");
    }

    @Test
    void only_an_explicit_price_of_zero_makes_an_answered_call_free() {
        assertThat(rate("allam-2-7b", MILLIONS).basis()).isEqualTo(PriceBasis.FREE);
        assertThat(rate("allam-2-7b", MILLIONS).cost()).isZero();
        PriceList.shipped().rows().stream()
                .filter(row -> !row.tool() && !row.free())
                .forEach(row -> assertThat(rate(row.model(), Usage.tokens(1, 0)).cost())
                        .as(row.model())
                        .isPositive());
        PriceList.shipped().rows().stream()
                .filter(row -> !row.tool() && !row.free())
                .forEach(
                        row -> assertThat(rate(call(Endpoint.BATCH_LINE, row.model(), "batch", 200), Usage.tokens(0, 1))
                                        .cost())
                                .as(row.model())
                                .isPositive());
    }

    @Test
    void unknown_usage_is_priced_at_nothing_and_says_so() {
        RatedUsage rated = rate(GPT_OSS_20B, Usage.unknown());
        assertThat(rated.cost()).isZero();
        assertThat(rated.charges()).isEmpty();
        assertThat(rated.basis()).isEqualTo(PriceBasis.UNKNOWN);
        assertThat(rate("made-up", Usage.unknown()).basis()).isEqualTo(PriceBasis.FALLBACK);
        assertThat(rate("allam-2-7b", Usage.unknown()).basis()).isEqualTo(PriceBasis.FREE);
        assertThat(rated.usage().basis()).isEqualTo(UsageBasis.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 304, 400, 401, 429, 498, 500, 503})
    void a_call_that_groq_did_not_answer_is_free(int status) {
        RatedUsage rated = rate(call(Endpoint.CHAT, GPT_OSS_20B, null, status), MILLIONS);
        assertThat(rated.basis()).isEqualTo(PriceBasis.FREE);
        assertThat(rated.cost()).isZero();
        assertThat(rated.charges()).isEmpty();
    }

    @Test
    void a_call_given_up_before_its_answer_costs_what_it_is_estimated_to_have_used() {
        Usage estimate = Usage.builder(UsageBasis.ESTIMATED)
                .inputTokens(1_000_000)
                .outputTokens(0)
                .build();
        assertThat(rate(call(Endpoint.CHAT, GPT_OSS_20B, null, 0), estimate).cost())
                .isEqualByComparingTo("0.075");
    }

    @ParameterizedTest
    @EnumSource(names = {"MODELS", "FILES", "FILE_CONTENT", "BATCHES", "FINE_TUNINGS"})
    void a_path_that_groq_does_not_bill_is_free(Endpoint endpoint) {
        assertThat(rate(call(endpoint, GPT_OSS_20B, null, 200), MILLIONS)).isEqualTo(RatedUsage.free(MILLIONS));
    }

    @Test
    void a_path_nobody_knows_is_billed_by_the_usage_its_answer_tells_and_free_without() {
        assertThat(rate(call(Endpoint.OTHER, GPT_OSS_20B, null, 200), MILLIONS).cost())
                .isEqualByComparingTo("0.375");
        assertThat(rate(call(Endpoint.OTHER, GPT_OSS_20B, null, 200), Usage.nothing()))
                .isEqualTo(RatedUsage.free(Usage.nothing()));
    }

    @Test
    void a_compound_stream_that_repeats_the_total_for_each_model_costs_the_dearest_once() {
        List<ModelUsage> repeated = List.of(
                new ModelUsage("openai/gpt-oss-20b", 5_003, 0, 359),
                new ModelUsage("llama-3.3-70b-versatile", 5_003, 0, 359),
                new ModelUsage("openai/gpt-oss-120b", 5_003, 0, 359));
        Usage usage = Usage.builder(UsageBasis.MEASURED)
                .inputTokens(5_003)
                .outputTokens(359)
                .answeredByOneOf(repeated)
                .build();
        RatedUsage rated = rate("groq/compound", usage);
        assertThat(rated.cost())
                .isEqualByComparingTo(rate("llama-3.3-70b-versatile", Usage.tokens(5_003, 359))
                        .cost());
        assertThat(rated.basis()).isEqualTo(PriceBasis.FALLBACK);
    }

    @Test
    void a_split_that_lacks_part_of_the_whole_is_taken_for_no_split() {
        Usage usage = Usage.builder(UsageBasis.MEASURED)
                .inputTokens(1_000_000)
                .outputTokens(0)
                .splitOver(List.of(new ModelUsage("openai/gpt-oss-20b", 10, 0, 0)))
                .build();
        RatedUsage rated = rate("groq/compound", usage);
        assertThat(rated.cost()).isEqualByComparingTo("0.075");
        assertThat(rated.basis()).isEqualTo(PriceBasis.FALLBACK);
    }

    @Test
    void the_least_certain_price_of_a_compound_call_is_its_basis() {
        Usage usage = Usage.builder(UsageBasis.MEASURED)
                .inputTokens(2)
                .outputTokens(0)
                .splitOver(
                        List.of(new ModelUsage("a model of tomorrow", 1, 0, 0), new ModelUsage(GPT_OSS_20B, 1, 0, 0)))
                .build();
        assertThat(rate("groq/compound", usage).basis()).isEqualTo(PriceBasis.FALLBACK);
    }

    @Test
    void a_tool_billed_by_an_untold_duration_is_named_and_not_charged() {
        Usage usage = Usage.builder(UsageBasis.MEASURED)
                .inputTokens(1)
                .outputTokens(1)
                .tools(List.of(
                        new ToolUse("python", 1), new ToolUse("browser.search", 1), new ToolUse("a new tool", 2)))
                .build();
        RatedUsage rated = rate(GPT_OSS_20B, usage);
        assertThat(rated.unpricedTools()).containsExactly("python", "a new tool");
        assertThat(rated.cost()).isEqualByComparingTo("0.005000375");
        assertThat(rated.basis()).isEqualTo(PriceBasis.LIST);
    }

    @Test
    void a_model_is_never_taken_for_a_tool() {
        assertThat(PriceList.shipped().resolve("browser.search", NOW).basis()).isEqualTo(PriceBasis.FALLBACK);
        assertThat(PriceList.shipped().tool(GPT_OSS_20B, NOW).basis()).isEqualTo(PriceBasis.FALLBACK);
    }
}
