package io.groqmeter.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.groqmeter.simulator.book.LedgerEntry;
import io.groqmeter.simulator.book.Totals;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulatorBooksTest extends SimulatorTest {

    @Test
    void books_are_the_sum_of_the_usage_in_the_answers() {
        long input = 0;
        long output = 0;
        for (int i = 0; i < 20; i++) {
            JsonNode usage = Client.json(client.chat(HELLO)).path("usage");
            input += usage.path("prompt_tokens").asLong();
            output += usage.path("completion_tokens").asLong();
        }

        Totals total = simulator.books().total();
        BigDecimal cost = new BigDecimal("0.59")
                .multiply(BigDecimal.valueOf(input))
                .add(new BigDecimal("0.79").multiply(BigDecimal.valueOf(output)))
                .movePointLeft(6);
        assertThat(total.requests()).isEqualTo(20);
        assertThat(total.answered()).isEqualTo(20);
        assertThat(total.tokens().input()).isEqualTo(input);
        assertThat(total.tokens().output()).isEqualTo(output);
        assertThat(total.cost()).isEqualByComparingTo(cost);
        assertThat(simulator.books().byModel()).containsOnlyKeys("llama-3.3-70b-versatile");
        assertThat(simulator.books().byModel().get("llama-3.3-70b-versatile")).isEqualTo(total);
    }

    @Test
    void callers_are_distinguished_by_user_and_by_hashed_key() {
        client.chat(HELLO);
        client.chat(HELLO.replace("{\"model\"", "{\"user\":\"ada\",\"model\""));

        Map<String, Totals> callers = simulator.books().byCaller();

        assertThat(callers).hasSize(2).containsKey("user:ada");
        assertThat(callers.keySet()).noneMatch(name -> name.contains("gsk_test"));
        assertThat(callers.keySet()).anyMatch(name -> name.matches("key:[0-9a-f]{12}"));
    }

    @Test
    void the_ledger_has_one_line_per_bill_from_a_number_on() {
        client.chat(HELLO);
        String id = Client.json(client.chat(HELLO)).at("/x_groq/id").asText();
        client.chat(HELLO, "x-sim-status", "429");

        assertThat(simulator.books().ledger(1)).singleElement().satisfies(entry -> {
            assertThat(entry.number()).isEqualTo(2);
            assertThat(entry.id()).isEqualTo(id);
            assertThat(entry.endpoint()).isEqualTo("/chat/completions");
        });
        while (!simulator.books().ledger(0).stream().allMatch(LedgerEntry::delivered)) {
            Thread.onSpinWait();
        }
        assertThat(Client.json(client.get("/__sim/ledger?since=1"))
                        .path(0)
                        .path("delivered")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void the_ledger_forgets_the_oldest_but_the_sums_do_not() throws IOException {
        try (GroqSimulator small = GroqSimulator.start(SimulatorConfig.local().withLedgerLimit(2))) {
            Client calls = new Client(small);
            for (int i = 0; i < 5; i++) {
                calls.chat(HELLO);
            }
            assertThat(small.books().ledger(0)).extracting(LedgerEntry::number).containsExactly(4L, 5L);
            assertThat(small.books().total().requests()).isEqualTo(5);
        }
    }

    @Test
    void a_model_without_a_price_is_counted_and_never_free() {
        client.chat(asking("minimaxai/minimax-m2.7"));

        Totals total = simulator.books().total();
        assertThat(total.unpriced()).isEqualTo(1);
        assertThat(total.tokens().output()).isPositive();
        assertThat(simulator.books().ledger(0).get(0).bill().cost()).isNull();
    }

    @Test
    void the_control_api_shows_the_same_as_the_books() {
        client.chat(HELLO);
        client.chat(HELLO, "x-sim-status", "503");

        JsonNode books = Client.json(client.get("/__sim/books"));

        Totals total = simulator.books().total();
        assertThat(books.at("/total/requests").asLong()).isEqualTo(2);
        assertThat(books.at("/total/errors/503").asLong()).isEqualTo(1);
        assertThat(books.at("/total/input_tokens").asLong())
                .isEqualTo(total.tokens().input());
        assertThat(books.at("/total/cost_usd").asText()).isEqualTo(total.cost().toPlainString());
        assertThat(books.at("/models/llama-3.3-70b-versatile/requests").asLong())
                .isEqualTo(2);
    }

    @Test
    void another_model_can_answer_and_is_the_one_billed() {
        JsonNode body = Client.json(client.chat(asking("llama-3.1-70b-versatile"), "x-sim-model", "gemma2-9b-it"));

        assertThat(body.path("model").asText()).isEqualTo("gemma2-9b-it");
        assertThat(simulator.books().byModel()).containsOnlyKeys("gemma2-9b-it");
    }
}
