package io.groqmeter.gateway.debug;

import static io.groqmeter.testkit.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.groqmeter.gateway.StoredBooks;
import io.groqmeter.gateway.access.Principal;
import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.LocalResponse;
import io.groqmeter.report.Messages;
import io.groqmeter.report.Summaries;
import io.groqmeter.report.SummaryText;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.testkit.ManualClock;
import io.groqmeter.testkit.Records;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.UsageCalendar;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DebugRoutesTest {

    @Test
    void a_day_without_data_answers_zeros() {
        try (StoredBooks books = new StoredBooks()) {
            JsonNode today = books.json("/debug/stats");

            assertThat(today.fieldNames())
                    .toIterable()
                    .containsExactly(
                            "date",
                            "total_requests",
                            "total_input_tokens",
                            "total_output_tokens",
                            "total_cost_usd",
                            "models_used",
                            "formatted");
            assertThat(today.get("total_requests").longValue()).isZero();
            assertThat(today.get("total_cost_usd").decimalValue()).isZero();
            assertThat(today.get("models_used")).isEmpty();
            assertThat(today.at("/formatted/total_cost_usd").asText()).isEqualTo("$0.00");
        }
    }

    @Test
    void a_period_is_named_by_type_or_date_or_month() {
        try (StoredBooks books = new StoredBooks(
                record("a").at("2026-10-31T23:59:59.999Z").cost("1").build(),
                record("b").at("2026-11-01T00:00:00Z").cost("0.000000000001").build(),
                record("c").at("2026-11-02T00:00:00Z").cost("0.25").build())) {
            assertThat(books.json("/debug/stats?date=2026-11-01")
                            .get("total_cost_usd")
                            .decimalValue())
                    .isEqualTo(new BigDecimal("0.000000000001"));
            assertThat(books.json("/debug/stats?month=2026-11")
                            .get("total_cost_usd")
                            .decimalValue())
                    .isEqualTo(new BigDecimal("0.250000000001"));
            assertThat(books.json("/debug/stats?type=total")
                            .get("total_cost_usd")
                            .decimalValue())
                    .isEqualTo(new BigDecimal("1.250000000001"));
            assertThat(books.json("/debug/stats?type=total").get("period").asText())
                    .isEqualTo("total");
        }
    }

    @Test
    void what_cannot_be_understood_is_refused_with_the_value_and_the_mend() {
        try (StoredBooks books = new StoredBooks()) {
            assertThat(books.error(400, "/debug/stats?type=yesterday"))
                    .contains("type", "yesterday", "today, month or total");
            assertThat(books.error(400, "/debug/stats?date=2026-13-01")).contains("date", "2026-13-01", "2026-11-22");
            assertThat(books.error(400, "/debug/stats?month=11-2026")).contains("month", "11-2026", "2026-11");
            assertThat(books.error(400, "/debug/stats?type=total&date=2026-11-22"))
                    .contains("one of");
            assertThat(books.error(400, "/debug/stats?typ=month")).contains("'typ'", "type");
            assertThat(books.error(400, "/debug/stats?type=month&type=total")).contains("'type'", "once");
            assertThat(books.error(400, "/debug/summary?type=%00")).contains("type");
            assertThat(books.error(400, "/debug/usage_log?limit=1001")).contains("limit", "1001", "1 to 1000");
            assertThat(books.error(400, "/debug/usage_log?limit=all")).contains("limit", "all");
        }
    }

    @Test
    void the_usage_log_has_the_last_hundred_calls_oldest_first_in_the_first_tools_fields() {
        UsageRecord[] calls = IntStream.range(0, 150)
                .mapToObj(number -> record("call-" + number)
                        .at(Instant.parse("2026-11-22T10:00:00Z").plusSeconds(number))
                        .tokens(number, 2)
                        .cost("0.000135")
                        .build())
                .toArray(UsageRecord[]::new);
        try (StoredBooks books = new StoredBooks(ZoneId.of("Europe/Madrid"), calls)) {
            JsonNode log = books.json("/debug/usage_log");

            assertThat(log).hasSize(100);
            assertThat(log.get(99).toString())
                    .isEqualTo("{\"input_tokens\":149,\"output_tokens\":2,\"total_tokens\":151,\"cost_usd\":0.000135,"
                            + "\"timestamp\":\"2026-11-22T11:02:29\",\"model\":\"openai/gpt-oss-20b\","
                            + "\"request_id\":\"call-149\"}");
            assertThat(log.get(0).get("request_id").asText()).isEqualTo("call-50");
            assertThat(books.json("/debug/usage_log?limit=3")).hasSize(3);
            assertThat(books.json("/debug/usage_log?limit=1000")).hasSize(150);
        }
    }

    @Test
    void the_usage_log_leaves_out_what_is_neither_answered_nor_billed() {
        try (StoredBooks books = new StoredBooks(
                record("answered").requestId("chat_1").build(),
                record("list").to(Endpoint.MODELS).cost("0").build(),
                record("refused").ended(429, Outcome.ERROR).cost("0").build(),
                record("hung up").ended(0, Outcome.ABORTED).cost("0.01").build())) {
            assertThat(books.json("/debug/usage_log"))
                    .extracting(entry -> entry.get("request_id").asText())
                    .containsExactly("chat_1", "hung up");
        }
    }

    @Test
    void a_summary_is_printed_on_the_console_and_answered_as_json_or_as_text() {
        InMemoryUsageStore store = new InMemoryUsageStore(new UsageCalendar(ZoneOffset.UTC));
        store.append(new UsageBatch(List.of(), List.of(Records.record("a").build())));
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        ConsoleSummaryResource resource = new ConsoleSummaryResource(
                new Summaries(store, new ManualClock(Instant.parse("2026-11-22T12:00:00Z"))),
                new SummaryText(Messages.beside(SummaryText.class, Locale.forLanguageTag("es"))),
                new PrintStream(console, true, StandardCharsets.UTF_8));

        LocalResponse json = resource.answer(asking(""));
        LocalResponse text = resource.answer(asking("text/plain"));

        String printed = console.toString(StandardCharsets.UTF_8);
        assertThat(printed).startsWith("📊 Uso de Groq, 2026-11-22\n").contains("openai/gpt-oss-20b");
        assertThat(printed).isEqualTo(new String(text.body(), StandardCharsets.UTF_8).repeat(2));
        assertThat(StoredBooks.parse(new String(json.body(), StandardCharsets.UTF_8))
                        .get("total_requests")
                        .longValue())
                .isEqualTo(1);
    }

    private static LocalRequest asking(String accept) {
        return new LocalRequest(
                "GET",
                "/debug/summary",
                Map.of(),
                Map.of(),
                new DefaultHttpHeaders().set("accept", accept),
                new byte[0],
                new Principal(InetAddress.getLoopbackAddress(), true, false));
    }
}
