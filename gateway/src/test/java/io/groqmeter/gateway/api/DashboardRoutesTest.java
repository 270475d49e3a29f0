package io.groqmeter.gateway.api;

import static io.groqmeter.testkit.Records.record;
import static io.groqmeter.testkit.Records.sayingEverything;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.groqmeter.gateway.StoredBooks;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Usage;
import org.junit.jupiter.api.Test;

/** The routes behind the dashboard. */
class DashboardRoutesTest {

    private static final UsageRecord[] THREE_DAYS = {
        record("a").at("2026-11-20T10:00:00Z").model("dear").cost("2").build(),
        record("b").at("2026-11-22T10:00:00Z").model("dear").cost("3").build(),
        record("c").at("2026-11-22T11:00:00Z").model("cheap").cost("0.000001").build(),
        record("d")
                .at("2026-11-22T12:00:00Z")
                .model("cheap")
                .ended(429, Outcome.ERROR)
                .usage(Usage.nothing())
                .cost("0")
                .build(),
    };

    @Test
    void the_summary_tells_errors_by_status() {
        try (StoredBooks books = new StoredBooks(THREE_DAYS)) {
            assertThat(books.json("/api/summary?by=status").get("data"))
                    .extracting(group -> group.get("status").intValue() + ": "
                            + group.get("calls").longValue())
                    .containsExactly("200: 3", "429: 1");
            assertThat(books.json("/api/summary?status=429").at("/total/errors").longValue())
                    .isEqualTo(1);
            assertThat(books.json("/api/usage?status=429").get("data"))
                    .extracting(call -> call.get("id").asText())
                    .containsExactly("d");
        }
    }

    @Test
    void the_summary_compares_a_window_with_the_one_before() {
        try (StoredBooks books = new StoredBooks(THREE_DAYS)) {
            JsonNode summary = books.json("/api/summary?from=2026-11-22&to=2026-11-24&model=dear&compare=previous");

            assertThat(summary.at("/previous/from").asText()).isEqualTo("2026-11-20T00:00:00Z");
            assertThat(summary.at("/previous/sums/cost_usd").asText()).isEqualTo("2");
            assertThat(summary.at("/change/cost_usd").asText()).isEqualTo("1");
            assertThat(summary.at("/change/cost_percent").asText()).isEqualTo("50");
            assertThat(summary.at("/change/calls").longValue()).isZero();
        }
    }

    @Test
    void a_series_is_columns_of_one_length_with_the_dearest_first() {
        try (StoredBooks books = new StoredBooks(THREE_DAYS)) {
            JsonNode series = books.json("/api/series?step=day&by=model");

            assertThat(series.get("steps"))
                    .extracting(JsonNode::asText)
                    .containsExactly("2026-11-20", "2026-11-21", "2026-11-22");
            assertThat(series.get("data"))
                    .extracting(line -> line.get("value").asText() + " " + line.get("cost_usd"))
                    .containsExactly("dear [\"2\",\"0\",\"3\"]", "cheap [\"0\",\"0\",\"0.000001\"]");
            assertThat(series.at("/total/errors").toString()).isEqualTo("[0,0,1]");
            assertThat(series.get("rest").isNull()).isTrue();
            assertThat(books.json("/api/series?by=model&lines=1")
                            .at("/rest/sums/calls")
                            .longValue())
                    .isEqualTo(2);
        }
    }

    @Test
    void latency_is_reported_as_quantiles_of_what_is_known() {
        try (StoredBooks books = new StoredBooks(
                record("untimed").build(),
                new UsageRecord(
                        "timed",
                        sayingEverything("x").startedAt(),
                        sayingEverything("x").call(),
                        sayingEverything("x").attribution(),
                        sayingEverything("x").rated()))) {
            JsonNode latency = books.json("/api/latency?by=model");

            assertThat(latency.at("/total/completion/calls").longValue()).isEqualTo(1);
            assertThat(latency.at("/total/completion/p95").doubleValue()).isBetween(1.4, 1.5);
            assertThat(latency.at("/data/0/model").asText()).isEqualTo("groq/compound-mini");
            assertThat(latency.get("data")).hasSize(1);
            assertThat(books.json("/api/latency?model=nobody")
                            .at("/total/total/p50")
                            .isNull())
                    .isTrue();
        }
    }

    @Test
    void the_overview_has_everything_and_its_forecast_may_be_unknown() {
        try (StoredBooks books = StoredBooks.at("2026-11-22T15:00:00Z", THREE_DAYS)) {
            JsonNode overview = books.json("/api/overview");

            assertThat(overview.at("/total/sums/cost_usd").asText()).isEqualTo("5.000001");
            assertThat(overview.at("/total/usage_basis/measured/calls").longValue())
                    .isEqualTo(4);
            assertThat(overview.at("/today/sums/calls").longValue()).isEqualTo(3);
            assertThat(overview.at("/today/previous/sums/calls").longValue()).isZero();
            assertThat(overview.get("forecast").isNull()).isTrue();
            assertThat(overview.at("/unsettled/calls").longValue()).isZero();
            assertThat(overview.at("/unsettled/calls_without_bound").longValue())
                    .isZero();
        }
    }

    @Test
    void what_cannot_be_understood_is_refused_with_the_value_and_the_mend() {
        try (StoredBooks books = new StoredBooks(THREE_DAYS)) {
            assertThat(books.error(400, "/api/series?extent=all")).contains("used or window", "'all'");
            assertThat(books.error(400, "/api/series?extent=window")).contains("more than 1000 steps");
            assertThat(books.error(400, "/api/series?step=week")).contains("step", "hour, day, month", "'week'");
            assertThat(books.error(400, "/api/series?by=day")).contains("by", "model, key", "'day'");
            assertThat(books.error(400, "/api/series?lines=51")).contains("lines", "1 to 50");
            assertThat(books.error(400, "/api/latency?by=user")).contains("not by user");
            assertThat(books.error(400, "/api/summary?compare=last")).contains("previous", "'last'");
            assertThat(books.error(400, "/api/summary?compare=previous")).contains("'from' and 'to'");
            assertThat(books.error(400, "/api/usage?status=4xx")).contains("status", "'4xx'");
        }
    }
}
