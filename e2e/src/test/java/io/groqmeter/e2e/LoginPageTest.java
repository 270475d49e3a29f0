package io.groqmeter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LoginPageTest {

    private static final String TOKEN = "a-token-of-the-owner";

    @RegisterExtension
    static final Stage STAGE = new Stage(Map.of("GROQMETER_ADMIN_TOKEN", TOKEN));

    private final Browser browser = STAGE.browser();

    @Test
    void nobody_sees_a_number_before_the_token_and_after_logging_out() {
        STAGE.open("overview");
        browser.until("the login", () -> browser.address().contains("/login"));
        browser.fill("Admin token", "a-wrong-token-of-somebody");
        browser.click("Log in");
        browser.until("a refusal", () -> browser.complaints().stream().anyMatch(text -> text.contains("401")));
        browser.fill("Admin token", TOKEN);
        browser.click("Log in");
        browser.reads("No calls yet");
        browser.click("Log out");
        browser.until("the login", () -> browser.address().contains("/login"));
        STAGE.open("calls");
        browser.until("the login", () -> browser.address().contains("/login"));
        assertThat(browser.complaints()).allMatch(text -> text.contains("401"));
    }
}
