package io.groqmeter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OverviewPageTest {

    @RegisterExtension
    static final Stage STAGE = Stage.withSampleBooks();

    private final Browser browser = STAGE.browser();
    private final RunningGateway gateway = STAGE.gateway();

    @BeforeEach
    void look() {
        STAGE.show(View.ALL.get(0));
    }

    @Test
    void today_the_month_the_forecast_and_all_time_are_the_apis_to_the_last_digit() {
        JsonNode overview = gateway.api("/api/overview");
        assertThat(browser.attribute(".spend", "title")).isEqualTo(usd(overview.at("/today/sums/cost_usd")));
        assertThat(browser.text(".spend"))
                .isEqualTo(Shown.money(overview.at("/today/sums/cost_usd").asText()));
        List<String> beside = List.of("/month/sums/cost_usd", "/forecast/cost_usd", "/total/sums/cost_usd");
        assertThat(browser.attributes(".side-figure", "title"))
                .isEqualTo(beside.stream().map(path -> usd(overview.at(path))).toList());
        assertThat(browser.texts(".side-figure"))
                .isEqualTo(beside.stream()
                        .map(path -> Shown.money(overview.at(path).asText()))
                        .toList());
        browser.reads(Shown.money(overview.at("/forecast/least_usd").asText()) + " to "
                + Shown.money(overview.at("/forecast/most_usd").asText()));
    }

    @Test
    void calls_that_never_settled_stand_beside_the_sums_and_lead_to_their_list() {
        String worst = gateway.api("/api/unsettled").path("worst_case_cost_usd").asText();
        assertThat(browser.text(".unsettled")).contains("2 unsettled calls", Shown.money(worst));
        browser.clickOn(".unsettled a");
        browser.has(".list tbody tr");
        browser.reads("Unsettled calls");
        assertThat(browser.texts(".list tbody tr")).hasSize(2).allSatisfy(row -> assertThat(row)
                .contains("openai/gpt-oss-120b", "The gateway ended"));
    }

    @Test
    void each_figure_of_the_chart_of_spend_is_one_of_the_api() {
        JsonNode series = gateway.api(asked("/api/series", "by=model"));
        browser.clickOn(".chart .as-table summary");
        browser.has(".chart .as-table tbody tr");
        List<String> totals = new ArrayList<>();
        series.at("/total/cost_usd").forEach(usd -> totals.add(usd.isNull() ? "–" : Shown.money(usd.asText())));
        assertThat(browser.texts(".chart:first-of-type .as-table tbody tr td:last-child")
                        .subList(0, totals.size()))
                .isEqualTo(totals);
    }

    @Test
    void the_dearest_models_are_the_apis_in_its_order() {
        List<String> names = new ArrayList<>();
        List<String> costs = new ArrayList<>();
        for (JsonNode line : gateway.api(asked("/api/series", "by=model")).path("data")) {
            names.add(line.path("value").asText());
            costs.add(usd(line.at("/sums/cost_usd")));
        }
        assertThat(names).contains("openai/gpt-oss-120b", "whisper-large-v3-turbo");
        assertThat(browser.texts(".tops:first-of-type a.name").subList(0, names.size()))
                .isEqualTo(names);
        assertThat(browser.attributes(".tops:first-of-type > li > .number[title]", "title")
                        .subList(0, costs.size()))
                .isEqualTo(costs);
    }

    @Test
    void another_period_shows_its_own_sum() {
        String before = browser.attribute(".card-figure .amount", "title");
        browser.traffic();
        browser.click("12 months");
        browser.until("another sum", () -> !browser.attribute(".card-figure .amount", "title")
                .equals(before));
        assertThat(browser.address()).contains("range=12m");
        assertThat(browser.attribute(".card-figure .amount", "title"))
                .isEqualTo(usd(gateway.api(asked("/api/summary", "compare")).at("/total/cost_usd")));
        assertThat(browser.texts(".choice [aria-pressed=true]")).containsExactly("12 months");
    }

    /** The page's latest API request, to repeat it. */
    private String asked(String path, String having) {
        List<String> questions = browser.traffic().questions().stream()
                .filter(question -> question.startsWith(path + "?") && question.contains(having))
                .toList();
        assertThat(questions).isNotEmpty();
        return questions.get(questions.size() - 1);
    }

    private static String usd(JsonNode digits) {
        return digits.asText() + " USD";
    }
}
