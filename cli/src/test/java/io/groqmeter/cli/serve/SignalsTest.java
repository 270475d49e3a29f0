package io.groqmeter.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groqmeter.cli.Chat;
import io.groqmeter.cli.GatewayProcess;
import io.groqmeter.simulator.GroqSimulator;
import io.groqmeter.simulator.SimulatorConfig;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway does that is sent SIGTERM or SIGHUP. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no SIGHUP")
class SignalsTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private static HttpResponse<String> get(GatewayProcess gateway, String path) throws Exception {
        return Chat.HTTP.send(
                HttpRequest.newBuilder(URI.create(gateway.url() + path)).build(), BodyHandlers.ofString());
    }

    @Test
    void after_sigterm_it_says_draining_and_serves_new_calls_until_the_grace_period_is_over() throws Exception {
        Map<String, String> env = Map.of("GROQMETER_SHUTDOWN_GRACE_SECONDS", "600");
        try (GroqSimulator groq = GroqSimulator.start(SimulatorConfig.local());
                GatewayProcess gateway = GatewayProcess.with(env, folder, groq)) {
            gateway.terminate();

            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(get(gateway, "/healthz").body()).contains("\"status\":\"draining\""));
            assertThat(get(gateway, "/healthz").statusCode()).isEqualTo(503);
            HttpResponse<String> served = Chat.whole(gateway.url());
            assertThat(served.statusCode()).isEqualTo(200);
            assertThat(served.headers().firstValue("connection")).contains("close");

            gateway.terminate();
            assertThat(gateway.exitCode(60))
                    .as("a second signal ends it at once")
                    .isEqualTo(143);
        }
    }

    @Test
    void sighup_reads_the_alerts_anew_and_does_not_end_it() throws Exception {
        try (GroqSimulator groq = GroqSimulator.start(SimulatorConfig.local());
                GatewayProcess gateway = GatewayProcess.with(Map.of(), folder, groq)) {
            Path alerts = folder.resolve("debug_data").resolve("alerts.json");
            Files.writeString(alerts, """
                    {"rules": [{"name": "ten-a-day", "type": "spend", "period": "day", "usd": "10"}]}""");
            assertThat(get(gateway, "/api/alerts").body()).doesNotContain("ten-a-day");

            gateway.hangUp();
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(get(gateway, "/api/alerts").body()).contains("ten-a-day"));

            Files.writeString(alerts, "{\"rules\": ");
            gateway.hangUp();
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(gateway.log()).contains("The previous alerts stay in force"));
            assertThat(get(gateway, "/api/alerts").body()).contains("ten-a-day");
            assertThat(Chat.whole(gateway.url()).statusCode()).isEqualTo(200);
            gateway.terminate();
            assertThat(gateway.exitCode(60)).isZero();
        }
    }
}
