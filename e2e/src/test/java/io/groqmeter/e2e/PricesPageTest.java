package io.groqmeter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PricesPageTest {

    @RegisterExtension
    static final Stage STAGE = new Stage();

    private final Browser browser = STAGE.browser();
    private final RunningGateway gateway = STAGE.gateway();

    @Test
    void a_name_is_resolved_to_the_row_that_its_calls_get_today() {
        STAGE.open("prices");
        browser.has(".prices tbody tr");
        browser.fill("Look up a model's price today", "openai/gpt-oss-120b");
        browser.click("Look up");
        browser.reads("Groq's list price today.");
        JsonNode price = gateway.api("/api/prices?model=openai/gpt-oss-120b");
        assertThat(browser.texts(".unit-prices dd"))
                .containsExactly(
                        Shown.exact(price.path("input").asText()),
                        Shown.exact(price.path("cached_input").asText()),
                        Shown.exact(price.path("output").asText()));
    }

    @Test
    void an_unknown_name_gets_the_default_price_and_says_so() {
        STAGE.open("prices?model=acme/secret-9b");
        browser.reads("No price is known for that name");
    }

    @Test
    void the_list_is_the_apis_and_can_be_searched() {
        STAGE.open("prices");
        browser.has(".prices tbody tr");
        browser.fill("Find a model", "orpheus");
        browser.reads("2 prices today");
        assertThat(browser.texts(".prices tbody tr a"))
                .containsExactlyInAnyOrder("canopylabs/orpheus-v1-english", "canopylabs/orpheus-arabic-saudi");
    }
}
