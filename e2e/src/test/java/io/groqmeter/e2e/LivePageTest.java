package io.groqmeter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LivePageTest {

    @RegisterExtension
    static final Stage STAGE = new Stage();

    private final Browser browser = STAGE.browser();
    private final RunningGateway gateway = STAGE.gateway();

    @BeforeEach
    void look() {
        STAGE.open("live");
        browser.reads("connected");
    }

    @Test
    void a_call_appears_when_it_ends_and_the_total_is_groqs_own_to_the_last_digit() {
        gateway.chat(Chat.with("openai/gpt-oss-120b").of("checkout", "ana"));
        gateway.chat(Chat.with("openai/gpt-oss-20b").of("checkout", "luis").asStream());
        browser.reads("checkout · ana");
        browser.reads("checkout · luis");
        BigDecimal groqs = STAGE.groq().books().total().cost();
        browser.until(
                "the total of Groq's books",
                () -> new BigDecimal(browser.attribute(".figure", "title").replace(" USD", "")).compareTo(groqs) == 0);
        JsonNode today = gateway.api("/api/overview").at("/today/sums");
        assertThat(browser.attribute(".figure", "title"))
                .isEqualTo(today.path("cost_usd").asText() + " USD");
        assertThat(browser.text(".figure")).isEqualTo(Shown.ticking(groqs));
        browser.reads(today.path("calls").asText() + " calls today");
    }

    @Test
    void a_row_tells_the_tokens_and_the_cost_of_its_call() {
        String id = gateway.chat(Chat.with("openai/gpt-oss-20b"))
                .headers()
                .firstValue("x-groqmeter-id")
                .orElseThrow();
        String row = "tr[data-id='" + id + "']";
        browser.has(row);
        JsonNode call = gateway.api("/api/usage/" + id);
        assertThat(browser.texts(row + " td"))
                .contains(
                        call.path("model").asText(),
                        call.path("input_tokens").asText(),
                        call.path("output_tokens").asText(),
                        Shown.money(call.path("cost_usd").asText()));
        assertThat(browser.attributes(row + " td.number[title]", "title"))
                .containsExactly(call.path("cost_usd").asText() + " USD");
    }

    @Test
    void what_comes_while_it_is_paused_waits_and_is_counted() {
        browser.click("Pause");
        gateway.chat(Chat.with("openai/gpt-oss-20b").of("paused", "carmen"));
        browser.reads("Resume, 1 new");
        assertThat(browser.texts("tbody tr")).noneMatch(row -> row.contains("carmen"));
        browser.click("Resume, 1 new");
        browser.reads("paused · carmen");
    }

    @Test
    void the_filter_leaves_the_rows_that_match() {
        gateway.chat(Chat.with("openai/gpt-oss-20b").of("search", "diego"));
        gateway.chat(Chat.with("openai/gpt-oss-120b").of("search", "sofia"));
        browser.reads("search · diego");
        browser.reads("search · sofia");
        browser.fill("Filter: model, caller, status", "SOFIA");
        browser.until("one row", () -> browser.texts("tbody tr").size() == 1);
        assertThat(browser.texts("tbody tr").get(0)).contains("openai/gpt-oss-120b");
        browser.fill("Filter: model, caller, status", "404");
        browser.until("no row", () -> browser.texts("tbody tr").isEmpty());
    }

    @Test
    void a_call_that_failed_shows_its_status_in_place_of_a_cost() {
        gateway.chat(Chat.with("no-such-model"));
        browser.until("a row of a failure", () -> browser.texts("tbody tr .bad").contains("404"));
    }
}
