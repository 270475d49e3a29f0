package io.groqmeter.gateway.metric;

import static io.groqmeter.testkit.Records.openCall;
import static io.groqmeter.testkit.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.gateway.StoredBooks;
import org.junit.jupiter.api.Test;

class MetricsTest {

    @Test
    void usage_and_process_metrics_come_in_prometheus_own_format() {
        try (StoredBooks books = new StoredBooks(record("a").cost("0.25").build())) {
            books.open(openCall("lost", "2026-11-22T10:00:00Z").unsettledBecause("the gateway died"));

            assertThat(books.get("/metrics").headers().firstValue("content-type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
            assertThat(books.get("/metrics").body().lines())
                    .contains(
                            "groqmeter_calls_total{endpoint=\"chat/completions\",model=\"openai/gpt-oss-20b\"} 1.0",
                            "groqmeter_cost_usd_total{endpoint=\"chat/completions\",model=\"openai/gpt-oss-20b\"} 0.25",
                            "groqmeter_spend_usd{period=\"total\"} 0.25",
                            "groqmeter_unsettled_calls 1.0",
                            "groqmeter_unsettled_worst_case_usd 0.012345678901",
                            "groqmeter_calls_in_flight 0.0",
                            "groqmeter_queue_backlog 0.0",
                            "groqmeter_queue_refused_total 0.0",
                            "groqmeter_store_ok 1.0",
                            "groqmeter_prices_ok 1.0")
                    .anyMatch(line -> line.startsWith("jvm_memory_used_bytes"))
                    .anyMatch(line -> line.startsWith("process_uptime_seconds"));
        }
    }

    @Test
    void open_metrics_are_served_on_request() {
        try (StoredBooks books = new StoredBooks()) {
            var answer = books.get("/metrics", "accept", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5");
            assertThat(answer.headers().firstValue("content-type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("application/openmetrics-text"));
            assertThat(answer.body()).endsWith("# EOF\n");
        }
    }

    @Test
    void models_that_callers_made_up_share_one_label() {
        try (StoredBooks books = new StoredBooks(
                record("a").model("made-up-1").build(),
                record("b").model("made-up-2\"\n").build(),
                record("c").model(null).build())) {
            assertThat(books.get("/metrics").body().lines())
                    .contains(
                            "groqmeter_calls_total{endpoint=\"chat/completions\",model=\"other\"} 2.0",
                            "groqmeter_calls_total{endpoint=\"chat/completions\",model=\"none\"} 1.0")
                    .noneMatch(line -> line.contains("made-up"));
        }
    }
}
