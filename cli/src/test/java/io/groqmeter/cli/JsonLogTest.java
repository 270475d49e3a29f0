package io.groqmeter.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groqmeter.simulator.GroqSimulator;
import io.groqmeter.simulator.SimulatorConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With GROQMETER_LOG=json, each line that a gateway's process prints is a JSON object. */
class JsonLogTest {

    private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

    @TempDir
    Path folder;

    @Test
    void the_banner_each_call_the_remarks_and_the_ending_are_json() throws Exception {
        try (GroqSimulator groq = GroqSimulator.start(SimulatorConfig.local())) {
            Process serve = start(
                    Map.of("GROQ_DEBUG", "true", "GROQMETER_PORTT", "1"), "--port=0", "--upstream=" + groq.baseUrl());
            String url = url(serve);
            HttpRequest ask = HttpRequest.newBuilder(URI.create(url + "/openai/v1/chat/completions"))
                    .POST(
                            HttpRequest.BodyPublishers.ofString(
                                    "{\"model\":\"openai/gpt-oss-20b\",\"messages\":[{\"role\":\"user\",\"content\":\"hola\"}]}"))
                    .header("Authorization", "Bearer gsk_test")
                    .header("Content-Type", "application/json")
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(ask, BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
            serve.destroy();
            assertThat(serve.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(messages("out"))
                .anyMatch(message -> message.contains("listens on http://127.0.0.1:"))
                .anyMatch(message -> message.contains("TRACKED"));
        assertThat(messages("err"))
                .anyMatch(message -> message.contains("GROQMETER_PORTT is not a setting"))
                .anyMatch(message -> message.contains("stopping"));
    }

    @Test
    void what_ends_a_start_is_json_too() throws Exception {
        for (List<String> wrong : List.of(List.of("--port=x"), List.of("--prot=5"), List.of("--zone=Mars/Base"))) {
            Process serve = start(Map.of(), wrong.toArray(String[]::new));
            assertThat(serve.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(serve.exitValue()).isEqualTo(2);
            assertThat(messages("out")).isEmpty();
            assertThat(messages("err")).isNotEmpty();
        }
    }

    private String url(Process serve) throws IOException {
        Path out = folder.resolve("out");
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        !serve.isAlive() || URL.matcher(Files.readString(out)).find());
        Matcher found = URL.matcher(Files.readString(out));
        if (!found.find()) {
            throw new IllegalStateException("it ended: " + Files.readString(folder.resolve("err")));
        }
        return found.group();
    }

    private List<String> messages(String console) throws IOException {
        List<String> messages = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(console))) {
            messages.add(message(line));
        }
        return messages;
    }

    private static String message(String line) {
        try {
            JsonNode json = new ObjectMapper().readTree(line);
            assertThat(json.get("level").asText()).isNotEmpty();
            assertThat(json.get("timestamp").isIntegralNumber()).isTrue();
            return json.get("message").asText();
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + line, e);
        }
    }

    private Process start(Map<String, String> env, String... flags) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "serve"));
        command.addAll(List.of(flags));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().putAll(Map.of("GROQMETER_LANG", "en", "GROQMETER_LOG", "json"));
        builder.environment().putAll(env);
        return builder.start();
    }
}
