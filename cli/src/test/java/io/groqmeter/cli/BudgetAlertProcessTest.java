package io.groqmeter.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.groqmeter.simulator.GroqSimulator;
import io.groqmeter.simulator.SimulatorConfig;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A budget's shares, from calls through gateways that are killed in between to a receiver. */
class BudgetAlertProcessTest {

    private static final String BODY = "{\"model\":\"openai/gpt-oss-20b\",\"max_completion_tokens\":100,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private Path folder;

    private final List<String> posted = new CopyOnWriteArrayList<>();
    private GroqSimulator groq;
    private HttpServer receiver;

    @BeforeEach
    void start() throws IOException {
        groq = GroqSimulator.start(SimulatorConfig.local());
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            posted.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        Files.createDirectories(folder.resolve("debug_data"));
        Files.writeString(folder.resolve("debug_data/alerts.json"), """
                {"channels": {"ops": {"type": "webhook", "url": "http://127.0.0.1:%d/"}},
                 "rules": [{"name": "money", "type": "budget", "percent": [50, 80, 100], "channels": ["ops"]}]}
                """.formatted(
                        receiver.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
        groq.close();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no SIGKILL")
    void each_share_is_told_once_though_the_gateway_is_killed_between_them() throws Exception {
        // A call costs some 0.00003 dollars.
        CommandRun set =
                CommandRun.in(folder, "budgets", "set", "all", "--usd", "0.0006", "--period", "total", "--soft");
        assertThat(set.exitCode()).as(set.err()).isZero();

        int told = 0;
        for (int percent : new int[] {50, 80, 100}) {
            BigDecimal leftThen = new BigDecimal("0.000006").multiply(BigDecimal.valueOf(100 - percent));
            int expected = ++told;
            try (GatewayProcess gateway = new GatewayProcess(folder, groq)) {
                while (leftAfterCall(gateway).compareTo(leftThen) > 0) {
                    assertThat(posted).hasSizeLessThan(expected);
                }
                await().atMost(PATIENCE).until(() -> delivered(gateway) == expected);
            }
        }

        assertThat(posted)
                .extracting(alert -> alert.replaceFirst("(?s).*\"percent\":\"(\\d+)\".*", "$1"))
                .containsExactly("50", "80", "100");
        assertThat(posted).allMatch(alert -> alert.contains("\"limit_usd\":\"0.0006\""));
    }

    /** Makes a call, and gives what it leaves of the budget. */
    private static BigDecimal leftAfterCall(GatewayProcess gateway) throws Exception {
        HttpRequest call = HttpRequest.newBuilder(URI.create(gateway.url() + "/openai/v1/chat/completions"))
                .header("authorization", "Bearer gsk_test")
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(BODY))
                .build();
        return new BigDecimal(HTTP.send(call, BodyHandlers.ofString())
                .headers()
                .firstValue("x-groqmeter-budget-remaining-usd")
                .orElseThrow());
    }

    private static long delivered(GatewayProcess gateway) throws Exception {
        HttpRequest history = HttpRequest.newBuilder(URI.create(gateway.url() + "/api/alerts/history"))
                .build();
        String said = HTTP.send(history, BodyHandlers.ofString()).body();
        return Pattern.compile("\"state\":\"delivered\"")
                .matcher(said)
                .results()
                .count();
    }
}
