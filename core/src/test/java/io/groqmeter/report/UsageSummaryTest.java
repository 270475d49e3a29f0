package io.groqmeter.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.groqmeter.report.format.SeedJson;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageSums;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Endpoint;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UsageSummaryTest {

    private static final Period DAY = Period.day("2025-01-15");

    @Test
    void it_answers_to_the_first_tools_names_in_its_order() {
        assertThat(summary().asMap())
                .containsExactly(
                        entry("date", "2025-01-15"),
                        entry("total_requests", 25L),
                        entry("total_input_tokens", 15_000L),
                        entry("total_output_tokens", 8_000L),
                        entry("total_cost_usd", new BigDecimal("0.0125")),
                        entry("models_used", Map.of("llama3-70b-8192", 20L, "llama3-8b-8192", 5L)));
        assertThat(summary().get("total_cost_usd")).isEqualTo(new BigDecimal("0.0125"));
        assertThat(summary().get("no_such_name")).isNull();
    }

    @Test
    void months_and_the_total_name_their_period() {
        assertThat(UsageSummary.empty(Period.month("2025-01")).get("month")).isEqualTo("2025-01");
        assertThat(UsageSummary.empty(new Period.Total()).get("period")).isEqualTo("total");
    }

    @Test
    void its_json_is_the_first_tools_body() {
        assertThat(SeedJson.of(summary()).replace("\r\n", "\n")).isEqualTo("""
                        {
                          "date" : "2025-01-15",
                          "total_requests" : 25,
                          "total_input_tokens" : 15000,
                          "total_output_tokens" : 8000,
                          "total_cost_usd" : 0.0125,
                          "models_used" : {
                            "llama3-70b-8192" : 20,
                            "llama3-8b-8192" : 5
                          },
                          "formatted" : {
                            "total_requests" : "25",
                            "total_input_tokens" : "15,000",
                            "total_output_tokens" : "8,000",
                            "total_tokens" : "23,000",
                            "total_cost_usd" : "$0.0125"
                          }
                        }""");
    }

    @Test
    void its_json_has_no_exponent_however_small_the_cost() {
        UsageSums tiny = sums(1, 1, 0, 0, "0.000000000001");
        assertThat(SeedJson.of(new UsageSummary(DAY, tiny, Map.of(), Map.of(), Map.of(), List.of())))
                .contains("\"total_cost_usd\" : 0.000000000001,");
    }

    @Test
    void a_day_without_data_is_zeros() {
        assertThat(SeedJson.of(UsageSummary.empty(DAY)))
                .contains("\"total_requests\" : 0,", "\"total_cost_usd\" : 0,", "\"models_used\" : { },");
    }

    @Test
    void people_read_aligned_columns() {
        assertThat(new SummaryText(Messages.beside(SummaryText.class, Locale.ENGLISH)).of(summary()))
                .isEqualTo("""
                        📊 Groq usage, 2025-01-15
                           Requests            25
                           Input tokens    15,000
                           Output tokens    8,000
                           Cost (USD)     $0.0125

                        🤖 Models
                                            requests   input  output     cost
                           llama3-70b-8192        20  12,000   6,400    $0.01
                           llama3-8b-8192          5   3,000   1,600  $0.0025
                        """);
    }

    @Test
    void parts_stand_below_their_whole_and_what_was_not_used_is_left_out() {
        UsageSums sums = new UsageSums(
                1,
                1,
                1,
                0,
                0,
                4_772,
                4_608,
                141,
                100,
                Duration.ofSeconds(13),
                13,
                0,
                0,
                new BigDecimal("0.000455"),
                BigDecimal.ZERO);
        UsageSummary summary = new UsageSummary(DAY, sums, Map.of(), Map.of(), Map.of(), List.of());
        assertThat(new SummaryText(Messages.beside(SummaryText.class, Locale.ENGLISH)).of(summary))
                .isEqualTo("""
                        📊 Groq usage, 2025-01-15
                           Requests                      1
                           Input tokens              4,772
                             of them cached          4,608
                           Output tokens               141
                             of them reasoning         100
                           Audio seconds billed         13
                           Cost (USD)            $0.000455
                        """);
    }

    @Test
    void whatever_is_not_certain_is_told_in_both_languages() {
        UsageSums some = sums(3, 3, 10, 10, "0.002");
        OpenCall lost = new OpenCall(
                "a",
                Instant.parse("2025-01-15T10:00:00Z"),
                Endpoint.CHAT,
                null,
                Attribution.none(),
                Optional.of(new BigDecimal("0.3")),
                "the process died");
        UsageSummary summary = new UsageSummary(
                DAY,
                some,
                Map.of(),
                Map.of("measured", some, "estimated", some),
                Map.of("list", some, "fallback", some),
                List.of(lost));

        assertThat(new SummaryText(Messages.beside(SummaryText.class, Locale.ENGLISH)).of(summary))
                .contains("One call is unsettled: up to $0.30 more, not counted above")
                .contains("The usage of 3 calls is estimated: $0.002 of the cost")
                .contains("3 calls use a model without a known price");
        assertThat(new SummaryText(Messages.beside(SummaryText.class, Locale.forLanguageTag("es"))).of(summary))
                .contains("Una llamada está sin liquidar: hasta $0,30 más")
                .contains("El uso de 3 llamadas es estimado: $0,002 del costo")
                .contains("3 llamadas usan un modelo sin precio conocido");
    }

    private static UsageSummary summary() {
        Map<String, UsageSums> models = new LinkedHashMap<>();
        models.put("llama3-70b-8192", sums(20, 20, 12_000, 6_400, "0.01"));
        models.put("llama3-8b-8192", sums(5, 5, 3_000, 1_600, "0.0025"));
        models.put("gemma2-9b-it", sums(1, 0, 0, 0, "0"));
        UsageSums sums = sums(26, 25, 15_000, 8_000, "0.012500000000");
        return new UsageSummary(DAY, sums, models, Map.of("measured", sums), Map.of("list", sums), List.of());
    }

    private static UsageSums sums(long calls, long metered, long input, long output, String cost) {
        return new UsageSums(
                calls,
                metered,
                metered,
                0,
                0,
                input,
                0,
                output,
                0,
                Duration.ZERO,
                0,
                0,
                0,
                new BigDecimal(cost),
                BigDecimal.ZERO);
    }
}
