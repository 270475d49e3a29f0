package io.groqmeter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page is small, is transferred once, and prints. */
class LightnessTest {

    private static final long MOST_BYTES = 200_000;

    @RegisterExtension
    static final Stage STAGE = Stage.withSampleBooks();

    private final Browser browser = STAGE.browser();

    @Test
    void all_views_together_weigh_less_than_200_kilobytes_and_travel_once() {
        browser.traffic();
        long first = weightOfAVisit();
        assertThat(first).isBetween(20_000L, MOST_BYTES);
        assertThat(weightOfAVisit()).as("of a second visit, in bytes").isLessThan(first / 3);
    }

    private long weightOfAVisit() {
        STAGE.show(View.ALL.get(0));
        for (String view : List.of("Live", "Calls", "Budgets", "Keys", "Prices")) {
            browser.click(view);
            browser.until(view, "return document.querySelector('nav [aria-current]').innerText === arguments[0]", view);
        }
        browser.has(".prices tbody tr");
        return browser.traffic().weight();
    }

    @Test
    void on_paper_there_are_the_numbers_and_nothing_to_press() {
        STAGE.show(View.ALL.get(0));
        String spend = browser.text(".spend");
        browser.onPaper();
        assertThat(browser.texts("button, nav, input")).isEmpty();
        assertThat(browser.text(".spend")).isEqualTo(spend);
        String pdf = String.valueOf(
                browser.cdp("Page.printToPDF", Map.of("printBackground", false)).get("data"));
        assertThat(Base64.getDecoder().decode(pdf)).startsWith('%', 'P', 'D', 'F');
        browser.scheme("light");
    }
}
