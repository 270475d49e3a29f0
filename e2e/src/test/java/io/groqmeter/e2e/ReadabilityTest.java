package io.groqmeter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every view is usable with low vision, a screen reader or a phone. */
class ReadabilityTest {

    @RegisterExtension
    static final Stage STAGE = Stage.withSampleBooks();

    private static final List<View> VIEWS = View.ALL;

    private final Browser browser = STAGE.browser();

    @ParameterizedTest
    @FieldSource("VIEWS")
    void axe_finds_nothing_serious_in_either_theme_at_either_width(View view) throws IOException {
        STAGE.show(view);
        for (String theme : List.of("light", "dark")) {
            browser.scheme(theme);
            for (int width : new int[] {Browser.DESK, Browser.PHONE}) {
                browser.width(width);
                browser.settled();
                assertThat(seriousFaults()).as("%s, %d pixels", theme, width).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @FieldSource("VIEWS")
    void no_view_scrolls_sideways_on_a_phone(View view) {
        browser.width(Browser.PHONE);
        STAGE.show(view);
        assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo((long) Browser.PHONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void axe_finds_nothing_serious_in_the_forms(String theme) throws IOException {
        browser.width(Browser.PHONE);
        browser.scheme(theme);
        for (String[] form :
                new String[][] {{"budgets", "New budget"}, {"budgets", "New limit"}, {"keys", "New key"}}) {
            STAGE.open(form[0]);
            browser.click(form[1]);
            browser.has("dialog form");
            assertThat(seriousFaults()).as(form[1]).isEmpty();
        }
    }

    @SuppressWarnings("unchecked")
    private List<String> seriousFaults() throws IOException {
        try (InputStream axe = Objects.requireNonNull(getClass().getResourceAsStream("/axe.min.js"))) {
            browser.run(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
        }
        return (List<String>) Objects.requireNonNull(browser.answer("""
                const answer = arguments[arguments.length - 1];
                axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => answer(violations
                  .filter(({ impact }) => impact === 'serious' || impact === 'critical')
                  .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`))));
                """));
    }
}
