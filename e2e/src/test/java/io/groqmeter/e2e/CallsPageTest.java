package io.groqmeter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

class CallsPageTest {

    private static final Pattern CHARGE = Pattern.compile("([\\d,]+) × \\$([\\d,.]+) ÷ ([\\d,]+)");

    @RegisterExtension
    static final Stage STAGE = Stage.withSampleBooks();

    private final Browser browser = STAGE.browser();
    private final RunningGateway gateway = STAGE.gateway();

    @Test
    void a_filter_narrows_the_rows_the_sum_and_the_address() {
        STAGE.open("calls");
        browser.has(".list tbody tr");
        browser.fill("Model", "qwen/qwen3.8-27b");
        browser.press(Keys.ENTER);
        browser.until("the address to say so", () -> browser.address().contains("model=qwen"));
        browser.until("that model alone", () -> browser.texts(".list tbody td.name:nth-child(2)").stream()
                .allMatch("qwen/qwen3.8-27b"::equals));
        JsonNode total = gateway.api("/api/summary?from=2026-11-01&to=2026-12-01&model=qwen/qwen3.8-27b")
                .path("total");
        assertThat(total.path("calls").asInt()).isPositive();
        browser.reads(total.path("calls").asText() + " calls, "
                + Shown.money(total.path("cost_usd").asText()));
        browser.click("Clear");
        browser.until("all models again", () -> !browser.address().contains("model="));
    }

    @Test
    void pages_go_back_through_all_calls_without_a_gap_or_a_double() {
        STAGE.open("calls?range=today");
        Set<String> seen = new HashSet<>();
        List<String> page = rows();
        while (true) {
            assertThat(seen).doesNotContainAnyElementsOf(page);
            seen.addAll(page);
            if (!browser.texts(".pages a").contains("Older")) {
                break;
            }
            List<String> before = page;
            browser.click("Older");
            browser.until("other rows", () -> !rows().equals(before));
            page = rows();
        }
        assertThat(seen)
                .hasSize(gateway.api("/api/summary?from=2026-11-19&to=2026-11-20")
                        .at("/total/calls")
                        .asInt());
        browser.click("Latest");
        browser.until("the latest again", () -> !browser.address().contains("cursor"));
    }

    private List<String> rows() {
        browser.has(".list tbody tr");
        return browser.attributes(".list tbody tr a", "href");
    }

    @Test
    void a_receipts_charges_multiply_and_add_up_to_the_cost() {
        STAGE.open("calls");
        browser.has(".list tbody tr a");
        STAGE.show(View.ALL.stream()
                .filter(view -> view.name().equals("receipt"))
                .findFirst()
                .orElseThrow());
        BigDecimal sum = BigDecimal.ZERO;
        List<String> told = browser.texts(".charges tbody td:last-child");
        List<String> sums = browser.texts(".charges tbody td.sum");
        assertThat(sums).hasSameSizeAs(told).isNotEmpty();
        for (int line = 0; line < sums.size(); line++) {
            Matcher parts = CHARGE.matcher(sums.get(line));
            assertThat(parts.find()).as(sums.get(line)).isTrue();
            BigDecimal amount =
                    digits(parts.group(1)).multiply(digits(parts.group(2))).divide(digits(parts.group(3)));
            assertThat(digits(told.get(line))).isEqualByComparingTo(amount);
            sum = sum.add(amount);
        }
        assertThat(browser.texts(".charges tfoot td.number").stream()
                        .map(CallsPageTest::digits)
                        .toList())
                .usingElementComparator(BigDecimal::compareTo)
                .containsExactly(sum, sum);
        String id = browser.address().replaceFirst(".*/", "");
        assertThat(new BigDecimal(
                        gateway.api("/api/usage/" + id).path("cost_usd").asText()))
                .isEqualByComparingTo(sum);
        browser.click("Back to the calls");
        browser.has(".list tbody tr");
    }

    private static BigDecimal digits(String money) {
        return new BigDecimal(money.replaceAll("[$,\\s]", ""));
    }

    @Test
    void the_csv_that_is_downloaded_is_the_apis_and_sums_to_the_same(@TempDir Path folder) throws IOException {
        browser.savesTo(folder);
        STAGE.open("calls?range=month&project=invoices");
        browser.until(
                "the filter to be taken", () -> browser.texts(".list tbody tr").size() == 50);
        String address = browser.control("CSV").getDomAttribute("href");
        browser.click("CSV");
        browser.until("the file", () -> Files.list(folder)
                .anyMatch(file -> file.toString().endsWith(".csv")));
        Path file = Files.list(folder).findFirst().orElseThrow();
        assertThat(Files.readString(file)).isEqualTo(gateway.text(String.valueOf(address)));
        List<String> lines = Files.readAllLines(file);
        int column = List.of(lines.get(0).split(",")).indexOf("cost_usd");
        BigDecimal sum = lines.stream()
                .skip(1)
                .map(line -> new BigDecimal(line.split(",")[column]))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        JsonNode total = gateway.api("/api/summary?from=2026-11-01&to=2026-12-01&project=invoices")
                .path("total");
        assertThat(lines).hasSize(1 + total.path("calls").asInt());
        assertThat(sum).isEqualByComparingTo(total.path("cost_usd").asText());
    }
}
