package io.groqmeter.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groqmeter.simulator.GroqSimulator;
import io.groqmeter.simulator.SimulatorConfig;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Budgets of a gateway in a process of its own: killed in mid-window, and changed by a command while it runs. */
class BudgetProcessTest {

    private static final String BODY = "{\"model\":\"openai/gpt-oss-20b\",\"max_completion_tokens\":100,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    /** The worst case of such a call is 0.000117 dollars, of which some 0.00003 come true. */
    private static final BigDecimal WORST_CASE = new BigDecimal("0.00012");

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private Path folder;

    private GroqSimulator groq;

    @BeforeEach
    void start() throws IOException {
        groq = GroqSimulator.start(SimulatorConfig.local().withDelays(Duration.ofMillis(40), Duration.ofMillis(1)));
    }

    @AfterEach
    void stop() {
        groq.close();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no SIGKILL")
    void a_gateway_killed_in_mid_window_is_not_over_afterwards_and_lets_the_rest_be_spent() throws Exception {
        BigDecimal limit = WORST_CASE.multiply(BigDecimal.valueOf(40));
        CommandRun set = run("budgets", "set", "all", "--usd", limit.toPlainString(), "--period", "total");
        assertThat(set.exitCode()).as(set.err()).isZero();

        AtomicInteger answered = new AtomicInteger();
        List<CompletableFuture<Integer>> cut = new ArrayList<>();
        try (GatewayProcess gateway = new GatewayProcess(folder, groq)) {
            for (int i = 0; i < 12; i++) {
                cut.add(loop(gateway.url(), answered));
            }
            await().until(() -> groq.books().ledger(0).size() > 15);
        }
        cut.forEach(caller -> caller.handle((status, broken) -> 0).join());
        BigDecimal spentBefore = groq.books().total().cost();
        assertThat(spentBefore).isPositive().isLessThanOrEqualTo(limit);

        try (GatewayProcess gateway = new GatewayProcess(folder, groq)) {
            List<CompletableFuture<Integer>> callers = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                callers.add(loop(gateway.url(), answered));
            }
            callers.forEach(caller -> assertThat(caller.join()).isEqualTo(402));

            assertThat(groq.books().total().cost()).isGreaterThan(spentBefore).isLessThanOrEqualTo(limit);
            String listed = run("budgets", "--json").out();
            assertThat(listed).contains("\"reserved_usd\" : \"0\"");
            BigDecimal remaining =
                    new BigDecimal(listed.replaceFirst("(?s).*\"remaining_usd\" : \"([0-9.]+)\".*", "$1"));
            assertThat(remaining).isNotNegative().isLessThan(WORST_CASE);
        }
    }

    /** Calls again and again; ends with the status of a refusal that is final, or broken by the gateway's death. */
    private static CompletableFuture<Integer> loop(String url, AtomicInteger answered) {
        return call(url).thenCompose(status -> {
            if (status == 200) {
                answered.incrementAndGet();
            }
            return status == 200 || status == 429 ? loop(url, answered) : CompletableFuture.completedFuture(status);
        });
    }

    private static CompletableFuture<Integer> call(String url) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/openai/v1/chat/completions"))
                .header("authorization", "Bearer gsk_test")
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(BODY))
                .build();
        return HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenApply(HttpResponse::statusCode);
    }

    @Test
    void a_running_gateway_notices_what_a_command_changes_and_what_a_file_says() throws Exception {
        try (GatewayProcess gateway = new GatewayProcess(folder, groq)) {
            assertThat(call(gateway.url()).join()).isEqualTo(200);

            run("budgets", "set", "all", "--usd", "0", "--period", "day");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> call(gateway.url()).join() == 402);

            run("budgets", "remove", "all", "--period", "day");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> call(gateway.url()).join() == 200);

            Files.writeString(
                    folder.resolve("debug_data/budgets.json"),
                    "{\"budgets\":[{\"scope\":\"model:openai/gpt-oss-20b\",\"usd\":\"0\",\"period\":\"total\"}]}");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> call(gateway.url()).join() == 402);
        }
    }

    private CommandRun run(String... args) {
        return CommandRun.in(folder, args);
    }
}
