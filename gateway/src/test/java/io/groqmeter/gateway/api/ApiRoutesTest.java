package io.groqmeter.gateway.api;

import static io.groqmeter.testkit.Records.openCall;
import static io.groqmeter.testkit.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.groqmeter.gateway.RawClient;
import io.groqmeter.gateway.StoredBooks;
import io.groqmeter.pricing.PriceBasis;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Usage;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ApiRoutesTest {

    private static final UsageRecord[] MIXED = {
        record("a")
                .at("2026-11-21T23:30:00Z")
                .key("k1")
                .project("web")
                .cost("0.1")
                .build(),
        record("b").at("2026-11-22T00:30:00Z").key("k1").cost("0.2").build(),
        record("c")
                .at("2026-11-22T08:00:00Z")
                .model("whisper-large-v3")
                .to(Endpoint.TRANSCRIPTIONS)
                .cost("0.000000000003")
                .build(),
        record("d")
                .at("2026-11-22T09:00:00Z")
                .ended(503, Outcome.ERROR)
                .usage(Usage.nothing())
                .cost("0")
                .basis(PriceBasis.FREE)
                .build(),
        record("e")
                .at("2026-12-01T00:00:00Z")
                .usage(Usage.unknown())
                .cost("0")
                .basis(PriceBasis.FALLBACK)
                .build(),
    };

    @Test
    void without_parameters_the_summary_is_of_everything() {
        try (StoredBooks books = new StoredBooks(MIXED)) {
            JsonNode all = books.json("/api/summary");

            assertThat(all.at("/total/calls").longValue()).isEqualTo(5);
            assertThat(all.at("/total/answered").longValue()).isEqualTo(4);
            assertThat(all.at("/total/errors").longValue()).isEqualTo(1);
            assertThat(all.at("/total/cost_usd").asText()).isEqualTo("0.300000000003");
            assertThat(all.at("/usage_basis/unknown/calls").longValue()).isEqualTo(1);
            assertThat(all.at("/price_basis/list/cost_usd").asText()).isEqualTo("0.300000000003");
            assertThat(all.at("/price_basis/fallback/calls").longValue()).isEqualTo(1);
            assertThat(all.get("data")).isEmpty();
            assertThat(all.get("next_cursor").isNull()).isTrue();
        }
    }

    @Test
    void groups_come_in_order_with_null_for_what_the_calls_do_not_say() {
        try (StoredBooks books = new StoredBooks(MIXED)) {
            JsonNode groups = books.json("/api/summary?by=day,project").get("data");

            assertThat(groups)
                    .extracting(group -> group.get("day").asText() + " " + group.get("project") + " "
                            + group.get("cost_usd").asText())
                    .containsExactly("2026-11-21 \"web\" 0.1", "2026-11-22 null 0.200000000003", "2026-12-01 null 0");
        }
    }

    @Test
    void windows_start_inclusive_and_end_exclusive_in_the_stores_zone() {
        try (StoredBooks books = new StoredBooks(ZoneId.of("Europe/Madrid"), MIXED)) {
            assertThat(calls(books, "from=2026-11-22")).isEqualTo(5);
            assertThat(calls(books, "from=2026-11-22&to=2026-11-23")).isEqualTo(4);
            assertThat(calls(books, "from=2026-12")).isEqualTo(1);
            assertThat(calls(books, "to=2026-12")).isEqualTo(4);
            assertThat(calls(books, "from=2026-11-22T00:30:00Z&to=2026-11-22T09:00:00Z"))
                    .isEqualTo(2);
            assertThat(calls(books, "from=2026-11-22T01:30:00%2B01:00")).isEqualTo(4);
            assertThat(calls(books, "from=2026-11-22&to=2026-11-22")).isZero();
            assertThat(calls(books, "from=0001-01-01&to=9999-12-31")).isEqualTo(5);
            assertThat(books.json("/api/summary?from=2026-11-22").get("from").asText())
                    .isEqualTo("2026-11-21T23:00:00Z");
        }
    }

    private static long calls(StoredBooks books, String window) {
        return books.json("/api/summary?" + window).at("/total/calls").longValue();
    }

    @Test
    void filters_hold_for_sums_and_for_calls_alike() {
        try (StoredBooks books = new StoredBooks(MIXED)) {
            for (String filter : List.of(
                    "key=k1",
                    "project=web",
                    "model=whisper-large-v3",
                    "endpoint=audio/transcriptions",
                    "user=nobody")) {
                assertThat(books.json("/api/usage?" + filter).get("data")).hasSize((int) calls(books, filter));
            }
            assertThat(calls(books, "key=k1&project=web")).isEqualTo(1);
        }
    }

    @Test
    void pages_of_groups_and_of_calls_join_without_gap() {
        UsageRecord[] records = IntStream.range(0, 23)
                .mapToObj(number -> record("r" + number)
                        .at(Instant.parse("2026-11-22T10:00:00Z").plusSeconds(number / 2))
                        .user(number % 5 == 0 ? null : "u\"" + number)
                        .build())
                .toArray(UsageRecord[]::new);
        try (StoredBooks books = new StoredBooks(records)) {
            assertThat(pages(books, "/api/usage?limit=4", "id")).hasSize(23).doesNotHaveDuplicates();
            assertThat(pages(books, "/api/summary?by=user&limit=4", "user"))
                    .hasSize(19)
                    .doesNotHaveDuplicates();
        }
    }

    private static List<String> pages(StoredBooks books, String question, String field) {
        List<String> all = new ArrayList<>();
        JsonNode page = books.json(question);
        while (true) {
            page.get("data").forEach(item -> all.add(item.get(field).toString()));
            if (page.get("next_cursor").isNull()) {
                return all;
            }
            assertThat(page.get("data")).hasSize(4);
            page = books.json(question + "&cursor=" + page.get("next_cursor").asText());
        }
    }

    @Test
    void unsettled_calls_stand_beside_the_total_as_a_range() {
        try (StoredBooks books = new StoredBooks(MIXED)) {
            books.open(
                    openCall("in flight", "2026-11-22T10:00:00Z"),
                    openCall("lost", "2026-11-22T10:00:01Z").unsettledBecause("the gateway died"));

            JsonNode unsettled = books.json("/api/unsettled");
            assertThat(unsettled.get("data")).hasSize(1);
            assertThat(unsettled.at("/data/0/id").asText()).isEqualTo("lost");
            assertThat(unsettled.at("/data/0/reason").asText()).isEqualTo("the gateway died");
            assertThat(unsettled.at("/data/0/worst_case_cost_usd").asText()).isEqualTo("0.012345678901");
            assertThat(unsettled.get("in_flight").intValue()).isEqualTo(1);

            JsonNode summary = books.json("/api/summary?project=web");
            assertThat(summary.at("/unsettled/calls").intValue()).isEqualTo(1);
            assertThat(summary.at("/cost_range_usd/least").asText()).isEqualTo("0.1");
            assertThat(summary.at("/cost_range_usd/most").asText()).isEqualTo("0.112345678901");
            assertThat(books.json("/api/summary?project=other")
                            .at("/unsettled/calls")
                            .intValue())
                    .isZero();
        }
    }

    @Test
    void prices_tell_every_row_and_which_one_a_name_leads_to() {
        try (StoredBooks books = new StoredBooks()) {
            JsonNode list = books.json("/api/prices");
            assertThat(list.get("data")).hasSizeGreaterThan(20);
            assertThat(list.get("data").findValues("own")).noneMatch(JsonNode::booleanValue);
            assertThat(list.get("data").findValues("in_force"))
                    .anyMatch(JsonNode::booleanValue)
                    .anyMatch(inForce -> !inForce.booleanValue());
            assertThat(list.at("/fallback/input").asText()).isEqualTo("0.5");
            JsonNode one = books.json("/api/prices?model=openai/gpt-oss-20b");
            assertThat(one.get("basis").asText()).isEqualTo("list");
            assertThat(one.get("cost_of_1000_input_tokens_usd").asText()).isEqualTo("0.000075");
            JsonNode nobody = books.json("/api/prices?model=nobody/knows");
            assertThat(nobody.get("basis").asText()).isEqualTo("fallback");
            assertThat(nobody.get("asked").asText()).isEqualTo("nobody/knows");
            assertThat(nobody.get("cost_of_1000_output_tokens_usd").asText()).isEqualTo("0.0005");
        }
    }

    @Test
    void health_says_that_calls_are_recorded() {
        try (StoredBooks books = new StoredBooks()) {
            JsonNode health = books.json("/healthz");
            assertThat(health.get("status").asText()).isEqualTo("ok");
            assertThat(health.at("/store/ok").booleanValue()).isTrue();
            assertThat(health.at("/queue/backlog").intValue()).isZero();
        }
    }

    @Test
    void what_cannot_be_understood_is_refused_with_the_value_and_the_mend() {
        try (StoredBooks books = new StoredBooks()) {
            assertThat(books.error(400, "/api/summary?by=colour")).contains("by", "colour", "model, key");
            assertThat(books.error(400, "/api/summary?by=day,hour")).contains("by", "hour", "second");
            assertThat(books.error(400, "/api/summary?by=model,model")).contains("twice");
            assertThat(books.error(400, "/api/summary?from=22.11.2026")).contains("from", "22.11.2026", "2026-11-22");
            assertThat(books.error(400, "/api/summary?from=2026-11-22T10:00:00"))
                    .contains("2026-11-22T10:00:00Z");
            assertThat(books.error(400, "/api/summary?from=2026-11-22T10:00:00+01:00"))
                    .contains("%2B");
            assertThat(books.error(400, "/api/summary?from=2026-12&to=2026-11")).contains("'to'", "'from'");
            assertThat(books.error(400, "/api/summary?endpoint=chat")).contains("chat/completions", "'chat'");
            assertThat(books.error(400, "/api/summary?cursor=x&by=model")).contains("cursor", "'x'");
            assertThat(books.error(400, "/api/usage?cursor=x")).contains("cursor", "'x'");
            assertThat(books.error(400, "/api/usage?limit=0")).contains("limit", "1 to 1000");
            assertThat(books.error(400, "/api/usage?modle=x")).contains("'modle'", "model");
            assertThat(books.error(404, "/api/nothing")).contains("/api/nothing", "/openapi.yaml");
            assertThat(books.error(404, "/api/usage/a/b")).contains("/api/usage/a/b");
        }
    }

    @Test
    void head_is_get_without_the_body() throws Exception {
        try (StoredBooks books = new StoredBooks();
                var raw = new RawClient(books.gateway().port())) {
            HttpResponse<String> get = books.get("/api/summary");
            String head = raw.send("HEAD /api/summary HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
                    .readAll();
            assertThat(head).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n");
            assertThat(head.toLowerCase(Locale.ROOT))
                    .contains("content-length: " + get.body().length());
        }
    }
}
