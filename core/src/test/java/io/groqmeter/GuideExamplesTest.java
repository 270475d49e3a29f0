package io.groqmeter;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.report.UsageSummary;
import io.groqmeter.store.UsageRecord;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The Java examples of docs/guide.md, between {@code guide:} and {@code end}; a test of the command line holds the page against them. */
class GuideExamplesTest {

    private static final Map<String, String> ON = Map.of("GROQ_DEBUG", "true");

    @Test
    void the_tracker_counts_by_its_own_prices_too() {
        GroqDebugTracker tracker = GroqDebugTracker.fromEnv(ON);
        // guide: tracker
        tracker.addModel("nuevo-modelo", new BigDecimal("0.50"), new BigDecimal("0.75"));
        tracker.trackRequest("nuevo-modelo", 1_500, 800);

        UsageSummary day = tracker.getDailySummary();
        UsageSummary month = tracker.getMonthlySummary();
        UsageSummary total = tracker.getTotalSummary();
        tracker.printSummary("today");
        // end
        BigDecimal cost = new BigDecimal("0.00135"); // 1,500 × 0.50/M + 800 × 0.75/M
        assertThat(day.totalCostUsd()).isEqualByComparingTo(cost);
        assertThat(month.totalCostUsd()).isEqualByComparingTo(cost);
        assertThat(total.totalCostUsd()).isEqualByComparingTo(cost);
    }

    @Test
    void an_alert_compares_the_day_s_cost() {
        GroqDebugTracker tracker = GroqDebugTracker.fromEnv(ON);
        tracker.trackRequest("openai/gpt-oss-120b", 4_000_000, 1_000_000);
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        // guide: alert
        BigDecimal dailyCost = tracker.getDailySummary().totalCostUsd();
        if (dailyCost.compareTo(BigDecimal.ONE) > 0) { // 1 USD a day
            out.println("⚠️ Costo diario alto: $" + dailyCost);
        }
        // end
        assertThat(printed.toString(StandardCharsets.UTF_8)).startsWith("⚠️ Costo diario alto: $1.2");
    }

    // guide: subclass
    static class CustomTracker extends GroqDebugTracker {

        CustomTracker(Map<String, String> env) {
            super(env); // or super(), for the process's own environment
        }

        @Override
        public Optional<UsageRecord> trackRequest(
                String model, long inputTokens, long outputTokens, @Nullable String requestId) {
            // what you want to do with each call
            return super.trackRequest(model, inputTokens, outputTokens, requestId);
        }
    }
    // end

    @Test
    void a_subclass_sees_every_call() {
        CustomTracker tracker = new CustomTracker(ON);
        assertThat(tracker.trackRequest("openai/gpt-oss-20b", 10, 20)).isPresent();
        assertThat(tracker.getTotalSummary().totalRequests()).isEqualTo(1);
    }
}
