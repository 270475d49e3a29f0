package io.groqmeter.pricing;

import static io.groqmeter.pricing.Priced.cost;
import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.usage.Call;
import io.groqmeter.usage.Usage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Promise 5, as far as prices go: the day of a call decides its price, whatever the list says of other days. */
class HistoryDoesNotMoveTest {

    private static final Usage MILLIONS = Usage.tokens(1_000_000, 1_000_000);

    @ParameterizedTest
    @CsvSource({
        "openai/gpt-oss-120b,                           2025-10-21, 0.9,  0.75",
        "openai/gpt-oss-20b,                            2025-09-25, 0.6,  0.375",
        "meta-llama/llama-4-maverick-17b-128e-instruct, 2025-05-14, 1.27, 0.8",
        "gemma-7b-it,                                   2024-06-30, 0.2,  0.14",
        "llama3-8b-8192,                                2024-06-14, 0.2,  0.13",
        "llama3-70b-8192,                               2024-06-30, 1.44, 1.38",
        "mixtral-8x7b-32768,                            2024-06-30, 0.54, 0.48"
    })
    void a_price_changes_at_the_second_of_midnight_in_utc(String model, LocalDate day, String before, String after) {
        Instant midnight = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        assertThat(cost(model, MILLIONS, midnight.minusNanos(1))).isEqualTo(before);
        assertThat(cost(model, MILLIONS, midnight)).isEqualTo(after);
        assertThat(PriceList.shipped().resolve(model, midnight.minusNanos(1)).basis())
                .isEqualTo(PriceBasis.LIST);
        assertThat(PriceList.shipped().resolve(model, midnight).basis()).isEqualTo(PriceBasis.LIST);
    }

    @Test
    void a_cached_price_holds_from_the_day_it_came() {
        Usage cached = Priced.cached(1_000_000, 1_000_000, 0);
        assertThat(cost("moonshotai/kimi-k2-instruct", cached, Instant.parse("2025-08-19T23:59:59Z")))
                .isEqualTo("1");
        assertThat(cost("moonshotai/kimi-k2-instruct", cached, Instant.parse("2025-08-20T00:00:00Z")))
                .isEqualTo("0.5");
    }

    @Test
    void the_last_day_of_a_model_is_still_the_lists() {
        PriceList list = PriceList.shipped();
        Instant shutDown = Instant.parse("2026-08-17T00:00:00Z");
        assertThat(list.resolve("llama-3.1-8b-instant", shutDown.minusNanos(1)).basis())
                .isEqualTo(PriceBasis.LIST);
        assertThat(list.resolve("llama-3.1-8b-instant", shutDown).basis()).isEqualTo(PriceBasis.LAST_KNOWN);
    }

    @Test
    void before_its_first_day_a_model_has_its_first_price() {
        ResolvedPrice early = PriceList.shipped().resolve("openai/gpt-oss-20b", Instant.parse("2025-08-01T00:00:00Z"));
        assertThat(early.basis()).isEqualTo(PriceBasis.LAST_KNOWN);
        assertThat(early.price().input()).hasValue(new BigDecimal("0.10"));
    }

    @Test
    void a_price_that_begins_on_a_day_leaves_every_earlier_call_as_it_was() {
        PriceList shipped = PriceList.shipped();
        String file = """
                {"prices": [{"model": "openai/gpt-oss-20b", "input": 9, "output": 9, "from": "2026-12-01"}]}
                """;
        PriceList list =
                shipped.overriddenBy(new PriceFile("prices.json", file.getBytes(StandardCharsets.UTF_8)).read(shipped));
        Rater rater = new Rater(() -> list);
        Instant first = Instant.parse("2026-12-01T00:00:00Z");
        for (Instant at : List.of(Instant.parse("2025-08-06T00:00:00Z"), Priced.NOW, first.minusNanos(1))) {
            RatedUsage rated = rater.rate(Call.chat("openai/gpt-oss-20b"), MILLIONS, at);
            assertThat(rated).isEqualTo(new Rater(() -> shipped).rate(Call.chat("openai/gpt-oss-20b"), MILLIONS, at));
        }
        assertThat(rater.rate(Call.chat("openai/gpt-oss-20b"), MILLIONS, first).cost())
                .isEqualByComparingTo("18");
        assertThat(rater.rate(Call.chat("openai/gpt-oss-20b"), MILLIONS, first).basis())
                .isEqualTo(PriceBasis.OVERRIDE);
    }

    @Test
    void every_row_of_the_public_record_is_in_force_on_its_days_with_its_figures() throws IOException {
        PriceList list = PriceList.shipped();
        List<SharedFacts.Row> rows = SharedFacts.table("prices.csv").stream()
                .filter(row ->
                        !row.get("kind").equals("modifier") && !row.get("kind").equals("tool"))
                .toList();
        assertThat(rows).hasSizeGreaterThan(60);
        for (SharedFacts.Row row : rows) {
            String model = row.get("model_id");
            if (figures(row).isEmpty()) {
                assertThat(list.resolve(model, day(row, "effective_from", "2024-01-01"))
                                .basis())
                        .as(model)
                        .isEqualTo(PriceBasis.FALLBACK);
                continue;
            }
            for (Instant at : List.of(
                    day(row, "effective_from", "2023-01-01"),
                    day(row, "effective_to", "2030-01-01").plusSeconds(86_399))) {
                ResolvedPrice resolved = list.resolve(model, at);
                assertThat(resolved.basis()).as(model + " at " + at).isIn(PriceBasis.LIST, PriceBasis.FREE);
                assertThat(resolved.price().prices()).as(model + " at " + at).isEqualTo(figures(row));
            }
        }
        assertThat(list.rows().stream().filter(row -> !row.tool())).hasSameSizeAs(rows);
    }

    private static Instant day(SharedFacts.Row row, String column, String otherwise) {
        return LocalDate.parse(row.get(column, otherwise))
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    private static Map<Measure, BigDecimal> figures(SharedFacts.Row row) {
        Map<String, Measure> columns = Map.of(
                "input_per_m", Measure.INPUT,
                "cached_input_per_m", Measure.CACHED_INPUT,
                "output_per_m", Measure.OUTPUT,
                "audio_per_hour", Measure.AUDIO,
                "tts_per_m_chars", Measure.CHARACTERS);
        return columns.entrySet().stream()
                .filter(column -> !row.get(column.getKey()).isEmpty())
                .collect(Collectors.toMap(Map.Entry::getValue, column -> new BigDecimal(row.get(column.getKey()))));
    }
}
