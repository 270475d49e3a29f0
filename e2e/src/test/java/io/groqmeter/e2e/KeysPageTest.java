package io.groqmeter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

class KeysPageTest {

    @RegisterExtension
    static final Stage STAGE = new Stage(Map.of("GROQ_API_KEY", "gsk_of_the_gateway"));

    private final Browser browser = STAGE.browser();
    private final RunningGateway gateway = STAGE.gateway();

    @Test
    void a_key_is_shown_once_pays_for_its_calls_and_ends_when_it_is_revoked() {
        STAGE.open("keys");
        browser.reads("No keys yet");
        browser.click("New key");
        browser.fill("Name", "shop");
        browser.fill("Project", "web");
        browser.reads("Anyone with the key “shop” can call any model through this gateway, and you pay Groq for it."
                + " Its calls are attributed to project “web”, whatever the request says.");
        browser.click("Create");
        String secret = browser.text(".secret");
        browser.press(Keys.ESCAPE);
        assertThat(browser.text(".secret")).as("Escape must not lose it").isEqualTo(secret);
        browser.click("Done");
        browser.until(
                "the text to be gone", "return !document.documentElement.outerHTML.includes(arguments[0])", secret);
        assertThat(String.valueOf(browser.run("return JSON.stringify([{...localStorage}, {...sessionStorage}])")))
                .doesNotContain(secret);

        assertThat(gateway.chat(Chat.with("openai/gpt-oss-20b").by(secret)).statusCode())
                .isEqualTo(200);
        browser.reload();
        browser.until(
                "its call",
                () -> browser.texts(".key-facts dd").size() > 1
                        && browser.texts(".key-facts dd").get(1).equals("1"));
        assertThat(browser.attribute(".key-facts dd [title]", "title"))
                .isEqualTo(gateway.api("/api/keys").at("/data/0/cost_usd").asText() + " USD");
        assertThat(gateway.api("/api/usage").at("/data/0/project").asText()).isEqualTo("web");

        browser.click("Revoke");
        browser.reads("are refused with 401, permanently");
        browser.clickOn("dialog .danger");
        browser.click("Expired and revoked keys");
        browser.reads("revoked");
        assertThat(gateway.chat(Chat.with("openai/gpt-oss-20b").by(secret)).statusCode())
                .isEqualTo(401);
    }
}
