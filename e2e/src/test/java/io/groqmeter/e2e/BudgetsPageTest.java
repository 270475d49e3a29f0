package io.groqmeter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BudgetsPageTest {

    @RegisterExtension
    static final Stage STAGE = new Stage();

    private final Browser browser = STAGE.browser();
    private final RunningGateway gateway = STAGE.gateway();

    @Test
    void a_budget_is_set_by_its_sentence_moves_with_each_call_and_refuses_what_would_pass_it() {
        STAGE.open("budgets");
        browser.reads("Only Groq's own limits stop spending");
        browser.click("New budget");
        browser.choose("Scope", "a user");
        browser.choose("Period", "Day");
        browser.fill("Name", "ana");
        browser.fill("US dollars", "0.05");
        browser.reads(
                "From now on, calls of user “ana” that could take spend above $0.05 today or any later day are refused"
                        + " with 402 before they are sent.");
        browser.click("Save");
        browser.reads("User ana");
        browser.reads("$0.05 per day");

        gateway.chat(Chat.with("openai/gpt-oss-120b").of("shop", "ana"));
        browser.until(
                "something spent",
                () -> !browser.texts(".gauge-facts dd").isEmpty()
                        && !browser.attribute(".gauge-facts dd", "title").startsWith("0 "));
        browser.until("the API's numbers", () -> browser.attribute(".gauge-facts dd", "title")
                .equals(budget().path("spent_usd").asText() + " USD"));
        assertThat(gauge()).isPositive();

        gateway.send("PUT", "/api/budgets", "{\"scope\":\"user:ana\",\"usd\":\"0.000001\",\"period\":\"day\"}");
        assertThat(gateway.chat(Chat.with("openai/gpt-oss-120b").of("shop", "ana"))
                        .statusCode())
                .isEqualTo(402);
        STAGE.open("budgets");
        browser.reads("Over by");
        assertThat(browser.texts(".gauge-facts dd").get(1))
                .isEqualTo(Shown.money(budget().path("remaining_usd").asText().substring(1)));

        browser.click("Remove");
        browser.reads("Recorded spend is kept.");
        browser.clickOn("dialog .danger");
        browser.reads("Only Groq's own limits stop spending");
        assertThat(gateway.api("/api/budgets").path("rules")).isEmpty();
    }

    private JsonNode budget() {
        return gateway.api("/api/budgets").at("/data/0");
    }

    /** The length of the bar, in percent. */
    private double gauge() {
        return Double.parseDouble(
                String.valueOf(browser.run("return document.querySelector('.gauge').style.getPropertyValue('--spent')"))
                        .replace("%", ""));
    }
}
