package io.groqmeter.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groqmeter.cli.Main;
import io.groqmeter.cli.console.CliContext;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code groqmeter serve} on a thread of this process, on loopback, with its books in a folder's {@code debug_data}. */
final class RunningGateway implements AutoCloseable {

    private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)");
    /** The latest chat that was answered. */
    static final String LATEST = "/api/usage?limit=1&endpoint=chat/completions&status=200";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final StringWriter said = new StringWriter();
    private final Thread thread;
    private final String token;
    private final int port;

    /** @param env settings; {@code GROQMETER_PORT} is a free one unless it is set */
    RunningGateway(Path folder, Map<String, String> env, InstantSource clock) {
        Map<String, String> all =
                new HashMap<>(Map.of("GROQMETER_PORT", "0", "GROQMETER_LANG", "en", "GROQMETER_ZONE", "UTC"));
        all.putAll(env);
        token = all.getOrDefault("GROQMETER_ADMIN_TOKEN", "");
        PrintWriter out = new PrintWriter(said, true);
        CliContext around = new CliContext(all, folder, out, out, clock);
        thread = new Thread(() -> Main.run(around, "serve"), "gateway-of-a-test");
        thread.start();
        await().atMost(PATIENCE)
                .until(() -> !thread.isAlive() || URL.matcher(said.toString()).find());
        Matcher found = URL.matcher(said.toString());
        if (!found.find()) {
            throw new IllegalStateException("it does not listen: " + said);
        }
        port = Integer.parseInt(found.group(1));
    }

    int port() {
        return port;
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** The response to {@code GET}. */
    JsonNode api(String path) {
        return read(path, "application/json");
    }

    /** The id of the latest chat that was answered; empty when there is none. */
    String latest() {
        return api(LATEST).at("/data/0/id").asText();
    }

    /** Sends JSON to a path of the API. */
    JsonNode send(String method, String path, String body) {
        HttpRequest request = request(path)
                .header("content-type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        return json(path, exchange(request));
    }

    /** The body of the response to {@code GET}. */
    String text(String path) {
        return exchange(request(path).build()).body();
    }

    /** Sends a chat through the gateway. */
    HttpResponse<String> chat(Chat chat) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + "/openai/v1/chat/completions"))
                .header("content-type", "application/json")
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofString(chat.body()));
        chat.headers().forEach(request::header);
        return exchange(request.build());
    }

    private JsonNode read(String path, String type) {
        return json(path, exchange(request(path).header("accept", type).build()));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url() + path)).timeout(PATIENCE);
        return token.isEmpty() ? request : request.header("authorization", "Bearer " + token);
    }

    private static JsonNode json(String path, HttpResponse<String> answer) {
        try {
            if (answer.statusCode() / 100 != 2) {
                throw new IllegalStateException(path + " answered " + answer.statusCode() + ": " + answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new IllegalStateException(path + " is no JSON: " + answer.body(), e);
        }
    }

    private static HttpResponse<String> exchange(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(request + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        await().atMost(PATIENCE).until(() -> !thread.isAlive());
    }
}
