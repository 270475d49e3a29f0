package io.groqmeter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.groqmeter.pricing.PriceBasis;
import io.groqmeter.report.UsageSummary;
import io.groqmeter.store.UsageRecord;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroqDebugTrackerTest {

    private static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-11-22T10:30:00Z"));
    private static final String MODEL = "openai/gpt-oss-20b";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void unless_debug_is_true_it_counts_nothing_and_writes_nothing() {
        for (String value : List.of("", "false", "1", "yes")) {
            try (GroqDebugTracker tracker = tracker(Map.of("GROQ_DEBUG", value, "GROQ_SAVE_DEBUG", "true"))) {
                assertThat(tracker.trackRequest(MODEL, 1, 1)).isEmpty();
                assertThat(tracker.isOn()).isFalse();
                assertThat(tracker.getTotalSummary().totalRequests()).isZero();
            }
        }
        assertThat(folder).isEmptyDirectory();
        assertThat(printed()).isEmpty();
    }

    @Test
    void a_call_is_priced_counted_and_told() {
        try (GroqDebugTracker tracker = tracker(Map.of("GROQ_DEBUG", "True"))) {
            UsageRecord record = tracker.trackRequest(MODEL, 1_500, 800).orElseThrow();

            assertThat(record.cost()).isEqualByComparingTo("0.0003525"); // 1,500 × 0.075/M + 800 × 0.30/M
            assertThat(record.requestId()).isEqualTo("chat_1795343400");
            assertThat(printed()).isEqualTo("TRACKED openai/gpt-oss-20b · 1,500 in + 800 out · $0.000352\n");
            assertThat(tracker.getDailySummary().get("total_cost_usd")).isEqualTo(new BigDecimal("0.0003525"));
            assertThat(tracker.getDailySummary("2026-11-22").modelsUsed()).containsEntry(MODEL, 1L);
            assertThat(tracker.getMonthlySummary(2026, 11).totalInputTokens()).isEqualTo(1_500);
            assertThat(tracker.getMonthlySummary(2026, 10).totalRequests()).isZero();
            assertThat(tracker.getTotalSummary().totalOutputTokens()).isEqualTo(800);
        }
    }

    @Test
    void a_request_id_is_a_name_and_may_repeat() {
        try (GroqDebugTracker tracker = tracker(Map.of("GROQ_DEBUG", "true"))) {
            tracker.trackRequest(MODEL, 1, 1, "mine");
            tracker.trackRequest(MODEL, 1, 1, "mine");
            assertThat(tracker.getTotalSummary().totalRequests()).isEqualTo(2);
        }
    }

    @Test
    void saved_calls_are_there_again_for_the_next_process() {
        Map<String, String> saving = Map.of("GROQ_DEBUG", "true", "GROQ_SAVE_DEBUG", "true");
        try (GroqDebugTracker tracker = tracker(saving)) {
            tracker.trackRequest(MODEL, 1_500, 800);
        }
        assertThat(folder.resolve("usage_log.json")).content().contains("\"request_id\"", "chat_1795343400");
        assertThat(folder.resolve("daily_stats.json")).content().contains("\"2026-11-22\"");
        try (GroqDebugTracker tracker = tracker(saving)) {
            assertThat(tracker.getDailySummary().totalCostUsd()).isEqualTo(new BigDecimal("0.0003525"));
        }
    }

    @Test
    void saved_calls_have_the_first_tools_seven_keys_first_even_when_they_are_alike() {
        Map<String, String> saving = Map.of("GROQ_DEBUG", "true", "GROQ_SAVE_DEBUG", "true");
        for (int process = 1; process <= 2; process++) {
            try (GroqDebugTracker tracker = tracker(saving)) {
                tracker.trackRequest(MODEL, 1_500, 800, "mine");
                tracker.trackRequest(MODEL, 1_500, 800, "mine");
                assertThat(tracker.getTotalSummary().totalRequests()).isEqualTo(2L * process);
            }
        }
        assertThat(folder.resolve("usage_log.json"))
                .content()
                .contains("\"cost_usd\": 0.0003525,", "\"request_id\": \"mine\",\n    \"groqmeter\": {");
    }

    @Test
    void a_model_can_be_given_a_price() {
        try (GroqDebugTracker tracker = tracker(Map.of("GROQ_DEBUG", "true"))) {
            tracker.trackRequest("nuevo-modelo", 1_000_000, 0);
            tracker.addModel("nuevo-modelo", new BigDecimal("0.60"), new BigDecimal("0.75"));
            UsageRecord record =
                    tracker.trackRequest("nuevo-modelo", 1_000_000, 1_000_000).orElseThrow();

            assertThat(record.rated().basis()).isEqualTo(PriceBasis.OVERRIDE);
            assertThat(record.cost()).isEqualByComparingTo("1.35");
            assertThat(tracker.getTotalSummary().totalCostUsd())
                    .as("the first call keeps the fallback price it was counted at")
                    .isEqualByComparingTo("1.85");
        }
    }

    @Test
    void a_subclass_sees_every_call_and_passes_it_on() {
        List<String> seen = new ArrayList<>();
        class Custom extends GroqDebugTracker {
            Custom() {
                super(Map.of("GROQ_DEBUG", "true", "GROQMETER_LANG", "en"), NOW, console());
            }

            @Override
            public Optional<UsageRecord> trackRequest(
                    String model, long inputTokens, long outputTokens, @Nullable String requestId) {
                seen.add(model);
                return super.trackRequest(model, inputTokens, outputTokens, requestId);
            }
        }
        try (Custom tracker = new Custom()) {
            tracker.trackRequest(MODEL, 1, 1);
            tracker.trackRequest(MODEL, 1, 1, "mine");
            assertThat(seen).hasSize(2);
            assertThat(tracker.getTotalSummary().totalRequests()).isEqualTo(2);
        }
    }

    @Test
    void calls_of_many_threads_all_count() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (GroqDebugTracker tracker = tracker(Map.of("GROQ_DEBUG", "true", "GROQ_SAVE_DEBUG", "true"))) {
            List<Future<?>> calls = new ArrayList<>();
            for (int call = 0; call < 400; call++) {
                calls.add(threads.submit(() -> tracker.trackRequest(MODEL, 10, 5)));
            }
            for (Future<?> call : calls) {
                call.get();
            }
            UsageSummary total = tracker.getTotalSummary();
            assertThat(total.totalRequests()).isEqualTo(400);
            assertThat(total.totalInputTokens()).isEqualTo(4_000);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void summaries_print_in_the_language_asked_for() {
        try (GroqDebugTracker tracker = tracker(Map.of("GROQ_DEBUG", "true", "GROQMETER_LANG", "es"))) {
            tracker.printSummary("today");
            tracker.printSummary("total");
        }
        assertThat(printed()).contains("📊 Uso de Groq, 2026-11-22", "Solicitudes", "desde el principio");
    }

    @Test
    void what_cannot_be_is_refused() {
        try (GroqDebugTracker tracker = tracker(Map.of("GROQ_DEBUG", "true"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> tracker.trackRequest(MODEL, -1, 0))
                    .withMessageContaining("-1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> tracker.printSummary("week"))
                    .withMessageContaining("today, month or total");
            assertThatIllegalArgumentException().isThrownBy(() -> tracker.getDailySummary("22/11/2026"));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tracker(Map.of("GROQMETER_LANG", "fr")))
                .withMessageContaining("GROQMETER_LANG");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tracker(Map.of("GROQMETER_ZONE", "Mars/Olympus")))
                .withMessageContaining("GROQMETER_ZONE");
    }

    private GroqDebugTracker tracker(Map<String, String> env) {
        Map<String, String> all = new HashMap<>(
                Map.of("GROQMETER_ZONE", "UTC", "GROQMETER_LANG", "en", "GROQMETER_DATA", folder.toString()));
        all.putAll(env);
        return new GroqDebugTracker(all, NOW, console());
    }

    private PrintStream console() {
        return new PrintStream(printed, true, StandardCharsets.UTF_8);
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
}
