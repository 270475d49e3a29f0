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
        browser.reads("checkout · ana");
        BigDecimal groqs = STAGE.groq().books().total().cost();
        browser.until(
                "the total of Groq's books",
                () -> new BigDecimal(browser.attribute(".figure", "title").replace(" USD", "")).compareTo(groqs) == 0);
        JsonNode today = gateway.api("/api/overview").path("today").path("sums");
        assertThat(browser.attribute(".figure", "title"))
                .isEqualTo(today.path("cost_usd").asText() + " USD");
        assertThat(browser.text(".figure")).isEqualTo(Shown.money(groqs));
        browser.reads(today.path("calls").asText() + " call");
    }
}
