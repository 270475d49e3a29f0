package io.groqmeter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/** The frame around every view: language, theme, navigation, first steps. */
class FrameTest {

    @RegisterExtension
    static final Stage STAGE = new Stage();

    private final Browser browser = STAGE.browser();

    @Test
    void a_fresh_folder_says_how_calls_get_here_and_the_first_call_takes_it_away() {
        STAGE.open("");
        browser.reads("No calls yet");
        assertThat(browser.texts("code").get(0))
                .isEqualTo("GROQ_BASE_URL=" + STAGE.gateway().url());
        STAGE.open("live");
        browser.reads("No calls yet. They appear here as they finish.");
        STAGE.open("calls");
        browser.reads("No calls match.");
        STAGE.open("");
        browser.reads("No calls yet");
        STAGE.gateway().chat(Chat.with("openai/gpt-oss-20b"));
        browser.reads("Spend today");
        assertThat(browser.texts("h2")).doesNotContain("No calls yet");
    }

    @Test
    void what_was_found_damaged_stands_above_every_view_until_somebody_has_seen_to_it() throws IOException {
        Path notes = STAGE.data("damage.txt");
        Files.writeString(notes, "2026-12-01T10:20:30Z calls.journal was removed; compare the day\n");
        STAGE.open("live");
        browser.reads("calls.journal was removed; compare the day");
        STAGE.open("prices");
        browser.reads("calls.journal was removed; compare the day");
        Files.delete(notes);
        STAGE.open("live");
        browser.until("no such line", "return document.querySelector('.mend').hidden");
    }

    @Test
    void the_language_stays_as_it_was_chosen() {
        STAGE.open("live");
        browser.click("Español");
        browser.reads("En vivo");
        browser.reload();
        browser.reads("En vivo");
        assertThat(browser.attribute("html", "lang")).isEqualTo("es");
        browser.click("English");
        browser.reads("Live");
        assertThat(browser.attribute("html", "lang")).isEqualTo("en");
    }

    @Test
    void the_theme_is_the_systems_until_another_is_chosen_and_that_one_stays() {
        browser.scheme("light");
        STAGE.open("live");
        String light = ground();
        browser.scheme("dark");
        assertThat(ground()).isNotEqualTo(light);
        browser.click("Theme: system");
        browser.click("Theme: light");
        browser.scheme("light");
        assertThat(ground()).as("dark by choice").isNotEqualTo(light);
        browser.reload();
        browser.control("Theme: dark");
        assertThat(ground()).as("dark by choice, kept").isNotEqualTo(light);
        browser.click("Theme: dark");
        assertThat(ground()).isEqualTo(light);
    }

    private String ground() {
        return Objects.toString(browser.run("return getComputedStyle(document.documentElement).backgroundColor"));
    }

    @Test
    void every_view_is_reached_by_the_keyboard_alone() {
        STAGE.open("overview");
        browser.reads("Live");
        browser.press(Keys.TAB);
        assertThat(focused()).isEqualTo("Skip to content");
        browser.press(Keys.ENTER);
        browser.until("the view to have the focus", "return document.activeElement.id === 'view'");
        browser.reload();
        browser.reads("Live");
        for (String view : new String[] {"live", "calls", "budgets", "keys", "prices"}) {
            for (int tabs = 0; !focused().equalsIgnoreCase(view); tabs++) {
                assertThat(tabs).as("steps to " + view).isLessThan(20);
                browser.press(Keys.TAB);
            }
            browser.press(Keys.ENTER);
            browser.until(view, () -> browser.address().endsWith("#/" + view));
            browser.until("its heading", "return document.querySelector('main h1') !== null");
        }
    }

    private String focused() {
        return Objects.toString(browser.run("return document.activeElement.innerText.trim()"));
    }
}
