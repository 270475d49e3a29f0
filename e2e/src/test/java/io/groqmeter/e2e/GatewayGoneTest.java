package io.groqmeter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GatewayGoneTest {

    @RegisterExtension
    static final Stage STAGE = new Stage();

    private final Browser browser = STAGE.browser();

    @Test
    void the_page_says_so_keeps_its_last_numbers_and_goes_on_when_it_is_back() {
        STAGE.gateway().chat(Chat.with("openai/gpt-oss-120b").of("shop", "ana"));
        STAGE.open("overview");
        browser.until("a total", () -> browser.text(".spend").startsWith("$0.0"));
        String spend = browser.text(".spend");
        STAGE.without(() -> {
            browser.click("7 days");
            browser.reads("The gateway is not responding.");
            browser.has("main.stale");
            assertThat(browser.text(".spend")).isEqualTo(spend);
        });
        browser.until("the banner to go", () -> browser.texts(".banner").isEmpty());
        STAGE.gateway().chat(Chat.with("openai/gpt-oss-120b").of("shop", "ana"));
        browser.until("another total", () -> !browser.text(".spend").equals(spend));
        assertThat(browser.attribute(".spend", "title"))
                .isEqualTo(STAGE.gateway()
                                .api("/api/overview")
                                .at("/today/sums/cost_usd")
                                .asText() + " USD");
        assertThat(browser.complaints()).as("only that nobody answered").allMatch(text -> text.contains("net::ERR_"));
    }
}
