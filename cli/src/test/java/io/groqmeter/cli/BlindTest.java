package io.groqmeter.cli;

import static io.groqmeter.cli.PlantedTraffic.ASK;
import static io.groqmeter.cli.PlantedTraffic.CHAT;
import static io.groqmeter.cli.PlantedTraffic.COMPLETION;
import static io.groqmeter.cli.PlantedTraffic.KEY;
import static io.groqmeter.cli.PlantedTraffic.OWN_KEY;
import static io.groqmeter.cli.PlantedTraffic.PATIENCE;
import static io.groqmeter.cli.PlantedTraffic.SECRETS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groqmeter.usage.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise to be blind: keys, prompts and completions planted into every kind of traffic are afterwards nowhere on disk, in no log
 * line even when everything is logged, and in no answer, export or number the gateway gives about its calls.
 */
class BlindTest {

    @TempDir
    Path folder;

    private final Traces traces = new Traces(SECRETS);

    @BeforeEach
    void logEverything() {
        traces.logEverything();
    }

    @AfterEach
    void logAsBefore() {
        traces.close();
    }

    @Test
    void keys_prompts_and_completions_are_nowhere_after_all_kinds_of_traffic() throws Exception {
        Map<String, String> said = new LinkedHashMap<>();
        try (MeteredSimulator house = new MeteredSimulator(folder, settings())) {
            PlantedTraffic traffic = new PlantedTraffic(house);
            traffic.answeredCalls();
            traffic.uploads();
            traffic.refusals();
            traffic.brokenOff();
            traffic.brokenRequests();
            await().atMost(PATIENCE)
                    .until(() -> house.store().openCalls().stream().allMatch(call -> call.unsettled() != null));
            assertThat(house.records()).hasSizeGreaterThan(15);
            assertThat(house.records())
                    .anyMatch(record -> record.call().outcome() == Outcome.ABORTED)
                    .anyMatch(record -> record.call().outcome() == Outcome.ERROR)
                    .anyMatch(record -> record.call().outcome() == Outcome.CUT);
            for (String path : questions(house)) {
                HttpResponse<String> answer = traffic.get(path);
                assertThat(answer.statusCode()).as(path).isLessThan(500);
                said.put(path, answer.headers().map() + answer.body());
            }
            assertThat(said.get("/debug/usage_log")).contains("openai/gpt-oss-20b");
            said.put("the console", house.printed());
        }
        assertThat(said.get("the console")).contains("TRACKED");
        notHttp(COMPLETION.text() + " 200 " + KEY.text() + "\r\n\r\n");
        notHttp("HTTP/1.1 200 OK\r\n" + COMPLETION.text() + "\u0001: x\r\n\r\n");
        for (String command : List.of("stats", "log", "export", "export --json", "log --json")) {
            said.put(command, CommandRun.in(folder, command.split(" ")).out());
        }
        assertThat(said.get("export")).contains("openai/gpt-oss-20b");
        said.forEach(traces::isBlind);
        traces.logIsBlind();
        assertThat(traces.diskIsBlind(folder)).contains("groqmeter.db", "usage_log.json");
    }

    private static Map<String, String> settings() {
        return Map.of("GROQ_API_KEY", OWN_KEY.text(), "GROQ_DEBUG", "true", "GROQ_SAVE_DEBUG", "true");
    }

    /** An upstream that talks, but not HTTP. */
    private void notHttp(String talk) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> talking = CompletableFuture.runAsync(() -> {
                try (Socket socket = server.accept()) {
                    socket.getInputStream().readNBytes(10);
                    socket.getOutputStream().write(talk.getBytes(UTF_8));
                    socket.shutdownOutput();
                    socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                    // Hung up on: fine.
                }
            });
            Map<String, String> settings = new LinkedHashMap<>(settings());
            settings.put("GROQ_BASE_URL", "http://127.0.0.1:" + server.getLocalPort());
            try (MeteredSimulator house = new MeteredSimulator(folder, settings)) {
                assertThat(new PlantedTraffic(house).post(CHAT, ASK + "}").statusCode())
                        .isEqualTo(502);
                traces.isBlind("the console", house.printed());
            }
            talking.join();
        }
    }

    /** Everything one can ask the gateway about its calls. */
    private static List<String> questions(MeteredSimulator house) {
        List<String> questions = new ArrayList<>(List.of(
                "/debug/stats?type=total",
                "/debug/usage_log",
                "/api/summary?by=model",
                "/api/summary?by=key",
                "/api/summary?by=user",
                "/api/summary?by=endpoint",
                "/api/usage?limit=1000",
                "/api/unsettled",
                "/api/prices",
                "/metrics",
                "/healthz",
                "/openapi.yaml",
                "/"));
        house.records().forEach(record -> questions.add("/api/usage/" + record.id()));
        return questions;
    }
}
