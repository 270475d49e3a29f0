package io.groqmeter.gateway.api;

import static io.groqmeter.testkit.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.groqmeter.gateway.StoredBooks;
import io.groqmeter.pricing.PriceBasis;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.Usage;
import org.junit.jupiter.api.Test;

/** {@code /api/unpriced}: which models have no price, and what that may cost. */
class UnpricedTest {

    private static UsageRecord counted(String id, String model, Usage usage, String cost) {
        return record(id)
                .at("2026-11-22T09:00:00Z")
                .model(model)
                .usage(usage)
                .cost(cost)
                .basis(PriceBasis.FALLBACK)
                .build();
    }

    @Test
    void models_without_a_price_are_named_with_what_they_count_and_what_they_cost_at_the_dearest() {
        try (StoredBooks books = new StoredBooks(
                counted("a", "acme/new", Usage.tokens(500_000, 500_000), "0.5"),
                counted("b", "acme/new", Usage.tokens(500_000, 500_000), "0.5"),
                counted("c", "minimaxai/minimax-m2.7", Usage.tokens(1_000, 0), "0.0005"),
                counted("d", "openai/gpt-oss-20b", Usage.tokens(1_000, 0), "0.0005"),
                record("e").at("2026-11-22T09:00:00Z").build())) {
            JsonNode answer = books.json("/api/unpriced");
            assertThat(answer.get("unknown_price").asText()).isEqualTo("default");
            assertThat(answer.get("data"))
                    .as("one that is priced by now is not asked about any more")
                    .extracting(JsonNode::toString)
                    .containsExactly(
                            "{\"model\":\"acme/new\",\"calls\":2,\"counted_usd\":\"1\",\"dearest_usd\":\"4.8\"}",
                            "{\"model\":\"minimaxai/minimax-m2.7\",\"calls\":1,\"counted_usd\":\"0.0005\",\"dearest_usd\":\"0.0008\"}");
        }
    }

    @Test
    void without_such_models_there_are_none() {
        try (StoredBooks books =
                new StoredBooks(record("a").at("2026-11-22T09:00:00Z").build())) {
            assertThat(books.json("/api/unpriced").get("data")).isEmpty();
        }
    }

    @Test
    void the_price_list_tells_what_batches_take_off() {
        try (StoredBooks books = new StoredBooks()) {
            assertThat(books.json("/api/prices?model=openai/gpt-oss-20b")
                            .get("batch_percent_off")
                            .asText())
                    .isEqualTo("50");
            assertThat(books.json("/api/prices?model=qwen/qwen3.8-27b")
                            .get("batch_percent_off")
                            .isNull())
                    .isTrue();
            assertThat(books.json("/api/prices").get("batch")).hasSizeGreaterThan(2);
        }
    }
}
