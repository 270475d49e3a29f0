package io.groqmeter.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Timings;
import io.groqmeter.usage.Usage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An answer may spell the asked model's name in its own way; then the asked model's price holds, and the record says so. */
class AnotherSpellingTest {

    private static final Usage MILLIONS = Usage.tokens(1_000_000, 1_000_000);

    private static Call answered(String asked, String answered) {
        return new Call(Endpoint.CHAT, asked, answered, null, null, false, 200, Outcome.COMPLETED, Timings.unknown());
    }

    private static RatedUsage rate(String asked, String answered) {
        return Priced.rate(answered(asked, answered), MILLIONS);
    }

    private static UsageRecord record(String asked, String answered) {
        return new UsageRecord("one", Priced.NOW, answered(asked, answered), Attribution.none(), rate(asked, answered));
    }

    @ParameterizedTest
    @CsvSource({
        "openai/gpt-oss-20b,    openai/gpt-oss-20b-2025-08-05",
        "openai/gpt-oss-20b,    openai/gpt-oss-20b-20250805",
        "openai/gpt-oss-20b,    openai/gpt-oss-20b-250805",
        "openai/gpt-oss-20b,    openai/gpt-oss-20b-0805",
        "openai/gpt-oss-20b,    gpt-oss-20b-2508",
        "openai/gpt-oss-20b,    gpt-oss-20b@2025-08-05",
        "openai/gpt-oss-20b,    gpt-oss-20b-latest",
        "openai/gpt-oss-20b,    openai/gpt-oss-20b:free",
        "openai/gpt-oss-20b,    gpt-oss-20b:groq",
        "openai/gpt-oss-20b,    groq/openai/gpt-oss-20b",
        "openai/gpt-oss-20b,    groq/gpt-oss-20b",
        "openai/gpt-oss-20b,    groq:gpt-oss-20b",
        "openai/gpt-oss-20b,    openai.gpt-oss-20b",
        "openai/gpt-oss-20b,    OpenAI/GPT-OSS-20B",
        "openai/gpt-oss-20b,    gpt_oss_20b",
        "gpt-oss-20b,           GPT-OSS-20B-2025-08-05",
        "llama-3.3-70b-versatile, meta-llama/Llama-3.3-70B-Versatile",
        "mixtral-8x7b-32768,    mistralai/mixtral-8x7b-32768"
    })
    void the_asked_models_price_holds(String asked, String answered) {
        RatedUsage direct = Priced.rate(asked, MILLIONS);
        assertThat(rate(asked, answered).cost()).isEqualTo(direct.cost());
        assertThat(rate(asked, answered).basis()).isEqualTo(direct.basis()).isNotEqualTo(PriceBasis.FALLBACK);
    }

    @ParameterizedTest
    @CsvSource({
        "openai/gpt-oss-20b,           openai/gpt-oss-40b",
        "openai/gpt-oss-20b,           openai/gpt-oss-20b-preview",
        "openai/gpt-oss-20b,           openai/gpt-oss-2",
        "openai/gpt-oss-20b,           gpt-oss",
        "whisper-large-v3,             whisper-large-v3-mini",
        "moonshotai/kimi-k2-instruct-0905, moonshotai/kimi-k2-instruct-0711",
        "a-model-of-tomorrow,          a-model-of-tomorrow-2027-01-01"
    })
    void another_model_that_nobody_knows_costs_the_default(String asked, String answered) {
        assertThat(rate(asked, answered).basis()).isEqualTo(PriceBasis.FALLBACK);
        assertThat(rate(asked, answered).cost()).isEqualByComparingTo("1");
        assertThat(record(asked, answered).pricedAs()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "moonshotai/kimi-k2-instruct, moonshotai/kimi-k2-instruct-0905",
        "llama-3.1-70b-versatile,     llama-3.3-70b-versatile",
        "openai/gpt-oss-20b,          openai/gpt-oss-120b"
    })
    void an_answering_model_that_is_priced_has_its_own_price(String asked, String answered) {
        assertThat(rate(asked, answered).charges()).extracting(Charge::model).containsOnly(answered);
        assertThat(record(asked, answered).pricedAs()).isEmpty();
    }

    @Test
    void an_answering_model_that_the_list_knows_without_a_price_is_another_model() {
        assertThat(rate("openai/gpt-oss-20b", "minimaxai/minimax-m2.7").basis()).isEqualTo(PriceBasis.FALLBACK);
    }

    @Test
    void the_record_keeps_both_names_and_says_whose_price_it_is() {
        UsageRecord record = record("openai/gpt-oss-20b", "gpt-oss-20b-2025-08-05");
        assertThat(record.call().responseModel()).isEqualTo("gpt-oss-20b-2025-08-05");
        assertThat(record.pricedAs()).contains("openai/gpt-oss-20b");
        assertThat(record("openai/gpt-oss-20b", "openai/gpt-oss-20b").pricedAs())
                .isEmpty();
    }

    @Test
    void an_owners_price_is_found_by_another_spelling_too() {
        PriceList list = PriceList.shipped()
                .overriddenBy(new PriceFile(
                                "prices.json",
                                "{\"acme/secret-9b\": {\"input\": 3, \"output\": 4}}".getBytes(StandardCharsets.UTF_8))
                        .read(PriceList.shipped()));
        RatedUsage rated =
                new Rater(() -> list).rate(answered("acme/secret-9b", "secret-9b:fast"), MILLIONS, Priced.NOW);
        assertThat(rated.cost()).isEqualByComparingTo("7");
        assertThat(rated.basis()).isEqualTo(PriceBasis.OVERRIDE);
    }

    @Test
    void unknown_usage_is_priced_at_nothing_under_another_spelling_too() {
        assertThat(Priced.rate(answered("openai/gpt-oss-20b", "gpt-oss-20b:x"), Usage.unknown())
                        .basis())
                .isEqualTo(PriceBasis.UNKNOWN);
    }
}
