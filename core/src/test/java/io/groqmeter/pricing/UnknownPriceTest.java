package io.groqmeter.pricing;

import static io.groqmeter.pricing.Priced.audio;
import static io.groqmeter.pricing.Priced.characters;
import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.usage.Call;
import io.groqmeter.usage.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What stands in for the price of a model that has none, as the owner chose. */
class UnknownPriceTest {

    private static final Usage MILLIONS = Usage.tokens(1_000_000, 1_000_000);
    private static final PriceList DEAREST = PriceList.shipped().withUnknownPrice(UnknownPrice.DEAREST);

    private static RatedUsage rate(PriceList list, String model, Usage usage, Instant at) {
        return new Rater(() -> list).rate(Call.chat(model), usage, at);
    }

    @Test
    void by_default_it_is_half_a_dollar_each_way() {
        assertThat(rate(PriceList.shipped(), "acme/new", MILLIONS, Priced.NOW).cost())
                .isEqualByComparingTo("1");
    }

    @Test
    void the_dearest_is_the_dearest_listed_price_of_each_measure_on_that_day() {
        // qwen3.8-27b, on sale since 2026-08-17; before it qwen3.6-27b's output and llama-3.3-70b's input.
        assertThat(rate(DEAREST, "acme/new", MILLIONS, Priced.NOW).cost()).isEqualByComparingTo("4.80");
        assertThat(DEAREST.dearest(Instant.parse("2026-08-16T23:59:59Z")).output())
                .hasValueSatisfying(price -> assertThat(price).isEqualByComparingTo("3.00"));
        assertThat(rate(DEAREST, "acme/new", audio("PT1H"), Priced.NOW).cost()).isEqualByComparingTo("0.111");
        assertThat(rate(DEAREST, "acme/new", characters(1_000_000), Priced.NOW).cost())
                .isEqualByComparingTo("40");
    }

    @Test
    void it_is_a_fallback_all_the_same_and_its_charges_name_it() {
        RatedUsage rated = rate(DEAREST, "acme/new", MILLIONS, Priced.NOW);
        assertThat(rated.basis()).isEqualTo(PriceBasis.FALLBACK);
        assertThat(rated.charges()).extracting(Charge::model).containsOnly("(dearest)");
        assertThat(rated.pricedAs()).isEmpty();
    }

    @Test
    void it_holds_for_models_the_list_has_no_price_for_and_leaves_all_others_alone() {
        assertThat(rate(DEAREST, "minimaxai/minimax-m2.7", MILLIONS, Priced.NOW).cost())
                .isEqualByComparingTo("4.80");
        assertThat(rate(DEAREST, "whisper-large-v3", MILLIONS, Priced.NOW).cost())
                .isEqualByComparingTo("4.80");
        assertThat(rate(DEAREST, "openai/gpt-oss-20b", MILLIONS, Priced.NOW))
                .isEqualTo(Priced.rate("openai/gpt-oss-20b", MILLIONS));
    }

    @Test
    void cached_input_of_such_a_model_costs_what_other_input_does() {
        assertThat(rate(DEAREST, "acme/new", Priced.cached(1_000_000, 1_000_000, 0), Priced.NOW)
                        .cost())
                .isEqualByComparingTo("0.80");
    }

    @Test
    void an_owners_dearer_price_is_the_dearest_and_his_default_stays_where_nothing_is_listed() {
        String file = """
                {"prices": [{"model": "ours", "input": 9, "output": 1}], "fallback": {"input": 7, "cached_input": 1, "output": 7}}
                """;
        PriceList shipped = PriceList.shipped();
        PriceList own =
                DEAREST.overriddenBy(new PriceFile("prices.json", file.getBytes(StandardCharsets.UTF_8)).read(shipped));
        assertThat(own.unknownPrice()).isEqualTo(UnknownPrice.DEAREST);
        assertThat(rate(own, "acme/new", MILLIONS, Priced.NOW).cost()).isEqualByComparingTo("13");
        PriceList empty = PriceList.empty()
                .overriddenBy(
                        new PriceFile("prices.json", file.getBytes(StandardCharsets.UTF_8)).read(PriceList.empty()))
                .withUnknownPrice(UnknownPrice.DEAREST);
        assertThat(rate(empty, "acme/new", characters(5), Priced.NOW).charges()).isEmpty();
        assertThat(rate(own.withUnknownPrice(UnknownPrice.DEFAULT), "acme/new", MILLIONS, Priced.NOW)
                        .cost())
                .isEqualByComparingTo("14");
    }
}
