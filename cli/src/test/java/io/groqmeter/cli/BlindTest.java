package io.groqmeter.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.groqmeter.simulator.script.Script;
import io.groqmeter.simulator.wire.Answer;
import io.groqmeter.simulator.wire.Body;
import io.groqmeter.simulator.wire.Header;
import io.groqmeter.usage.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * The promise to be blind: keys, prompts and completions planted into every kind of traffic are afterwards nowhere on disk, in no log
 * line even when everything is logged, and in no answer, export or number the gateway gives about its calls.
 */
class BlindTest {

    private static final PlantedSecret KEY = new PlantedSecret("gsk_Xq7PlantedCallerKeyVb3Zt9Lm2Rw");
    private static final PlantedSecret OWN_KEY = new PlantedSecret("gsk_Kd4PlantedGatewayKeyHs8Yf6Nc1Jp");
    private static final PlantedSecret PROMPT = new PlantedSecret("PlantedPromptQz5Mw8Bt3Xv");
    private static final PlantedSecret COMPLETION = new PlantedSecret("PlantedCompletionGk6Rj2Ds9Wp");
    private static final List<PlantedSecret> SECRETS = List.of(KEY, OWN_KEY, PROMPT, COMPLETION);

    private static final String CHAT = "/openai/v1/chat/completions";
    private static final String ASK =
            "{\"model\":\"openai/gpt-oss-20b\",\"user\":\"%1$s\",\"messages\":[{\"role\":\"user\",\"content\":\"%1$s\"}]"
                    .formatted(PROMPT.text());
    private static final String USAGE = "{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10}";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    Path folder;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level usual = root.getLevel();

    @BeforeEach
    void logEverything() {
        log.start();
        root.addAppender(log);
        root.setLevel(Level.TRACE);
    }

    @AfterEach
    void logAsBefore() {
        root.setLevel(usual);
        root.detachAppender(log);
    }

    @Test
    void keys_prompts_and_completions_are_nowhere_after_all_kinds_of_traffic() throws Exception {
        Map<String, String> said = new LinkedHashMap<>();
        try (MeteredSimulator house = new MeteredSimulator(folder, settings())) {
            answeredCalls(house);
            uploads(house);
            refusals(house);
            brokenOff(house);
            brokenRequests(house);
            await().atMost(PATIENCE)
                    .until(() -> house.store().openCalls().stream().allMatch(call -> call.unsettled() != null));
            assertThat(house.records()).hasSizeGreaterThan(15);
            assertThat(house.records())
                    .anyMatch(record -> record.call().outcome() == Outcome.ABORTED)
                    .anyMatch(record -> record.call().outcome() == Outcome.ERROR)
                    .anyMatch(record -> record.call().outcome() == Outcome.CUT);
            for (String path : questions(house)) {
                HttpResponse<String> answer = get(house, path);
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
        said.forEach(BlindTest::isBlind);
        logIsBlind();
        diskIsBlind();
    }

    private static Map<String, String> settings() {
        return Map.of("GROQ_API_KEY", OWN_KEY.text(), "GROQ_DEBUG", "true", "GROQ_SAVE_DEBUG", "true");
    }

    private static void answeredCalls(MeteredSimulator house) throws Exception {
        String message = "{\"role\":\"assistant\",\"content\":\"" + COMPLETION.text() + "\"}";
        String whole = "{\"id\":\"chatcmpl-1\",\"model\":\"openai/gpt-oss-20b\",\"choices\":[{\"index\":0,\"message\":"
                + message + "}],\"usage\":" + USAGE + "}";
        house.groq().script(Script.next(Answer.json(200, whole.getBytes(UTF_8))));
        assertThat(post(house, CHAT, ASK + "}").body()).contains(COMPLETION.text());
        house.groq().script(Script.next(Answer.json(200, whole.getBytes(UTF_8))));
        assertThat(post(house, "/chat", "{\"message\":\"" + PROMPT.text() + "\"}")
                        .body())
                .contains(COMPLETION.text());
        house.groq().script(Script.next(Answer.events(List.of(chunk(""), chunk(",\"usage\":" + USAGE), done()))));
        assertThat(post(house, CHAT, ASK + ",\"stream\":true}").body()).contains(COMPLETION.text());
        post(house, "/openai/v1/responses", "{\"model\":\"openai/gpt-oss-20b\",\"input\":\"" + PROMPT.text() + "\"}");
        post(
                house,
                "/openai/v1/embeddings",
                "{\"model\":\"nomic-embed-text-v1_5\",\"input\":\"" + PROMPT.text() + "\"}");
        post(
                house,
                "/openai/v1/audio/speech",
                "{\"model\":\"canopylabs/orpheus-v1-english\",\"voice\":\"austin\",\"input\":\"" + PROMPT.text()
                        + "\"}");
        get(house, "/openai/v1/models?secret=" + PROMPT.text());
        HTTP.send(
                HttpRequest.newBuilder(URI.create(house.url() + CHAT))
                        .POST(BodyPublishers.ofString(ASK + "}"))
                        .build(),
                BodyHandlers.discarding());
    }

    private static void uploads(MeteredSimulator house) throws Exception {
        String form = "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-large-v3\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\n" + PROMPT.text() + "\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + PROMPT.text()
                + ".wav\"\r\n\r\nRIFF" + PROMPT.text() + "\r\n--b--\r\n";
        String text = "{\"text\":\"" + COMPLETION.text() + "\",\"duration\":\"" + COMPLETION.text() + "\"}";
        house.groq().script(Script.next(Answer.json(200, text.getBytes(UTF_8))));
        send(house, "/openai/v1/audio/transcriptions", form, "multipart/form-data; boundary=b");
        send(house, "/openai/v1/files", form, "multipart/form-data; boundary=b");
        String line = "{\"id\":\"batch_req_1\",\"custom_id\":\"" + PROMPT.text()
                + "\",\"response\":{\"status_code\":200,\"request_id\":\"req_1\",\"body\":{\"model\":\"openai/gpt-oss-20b\","
                + "\"choices\":[{\"message\":{\"content\":\"" + COMPLETION.text() + "\"}}],\"usage\":" + USAGE
                + "}}}\n";
        house.groq()
                .script(Script.next(Answer.of(
                        200, "application/octet-stream", new Body.Whole((line + COMPLETION.text()).getBytes(UTF_8)))));
        get(house, "/openai/v1/files/file_1/content");
    }

    private static void refusals(MeteredSimulator house) throws Exception {
        for (int status : new int[] {400, 401, 429, 500}) {
            String error = "{\"error\":{\"message\":\"no " + KEY.text() + " " + PROMPT.text() + "\",\"type\":\""
                    + PROMPT.text() + "\",\"code\":\"" + PROMPT.text() + "\",\"failed_generation\":\""
                    + COMPLETION.text() + "\"}}";
            house.groq().script(Script.next(Answer.json(status, error.getBytes(UTF_8))));
            assertThat(post(house, CHAT, ASK + "}").statusCode()).isEqualTo(status);
        }
        byte[] failed = ("event: error\ndata: {\"error\":{\"message\":\"" + PROMPT.text()
                        + "\",\"failed_generation\":\"" + COMPLETION.text() + "\"}}\n\n")
                .getBytes(UTF_8);
        house.groq().script(Script.next(Answer.events(List.of(chunk(""), failed))));
        post(house, CHAT, ASK + ",\"stream\":true}");
        byte[] broken = ("{\"choices\":\"" + COMPLETION.text() + "\",\"usage\":" + COMPLETION.text()).getBytes(UTF_8);
        house.groq().script(Script.next(Answer.json(200, broken)));
        post(house, CHAT, ASK + "}");
        house.groq()
                .script(Script.next(new Answer(
                        200,
                        List.of(new Header("content-type", "application/json"), new Header("content-encoding", "gzip")),
                        new Body.Whole(broken))));
        post(house, CHAT, ASK + "}");
    }

    private static void brokenOff(MeteredSimulator house) throws Exception {
        String stream = ASK + ",\"stream\":true}";
        post(house, CHAT, stream, "x-sim-cut-after", "2");
        post(house, CHAT, ASK + "}", "x-sim-cut-after", "before-headers");
        post(house, CHAT, ASK + "}", "x-sim-cut-after", "mid-body");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), house.port())) {
            socket.getOutputStream()
                    .write(("POST " + CHAT + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + KEY.text()
                                    + "\r\nx-sim-chunk-delay-ms: 20\r\nContent-Length: " + stream.length() + "\r\n\r\n"
                                    + stream)
                            .getBytes(UTF_8));
            socket.getInputStream().readNBytes(500);
            socket.setSoLinger(true, 0);
        }
    }

    /** Requests that are no good: HTTP's own faults, and bodies that are not what they say. */
    private static void brokenRequests(MeteredSimulator house) throws Exception {
        String authorization = "Authorization: Bearer " + KEY.text() + "\r\n";
        raw(house, "POST " + CHAT + " HTTP/1.1\r\nAuthorization: Bearer " + KEY.text() + "\0\r\n\r\n" + PROMPT.text());
        raw(house, "POST " + CHAT + " HTTP/1.1\r\n" + KEY.text() + "\u0001: x\r\n\r\n");
        raw(house, PROMPT.text() + " " + KEY.text() + "\r\n" + authorization + "\r\n");
        raw(house, "POST " + CHAT + " HTTP/1.1\r\n" + authorization + "Content-Length: " + KEY.text() + "\r\n\r\n");
        raw(
                house,
                "POST " + CHAT + " HTTP/1.1\r\n" + authorization + "Transfer-Encoding: chunked\r\n\r\n"
                        + PROMPT.text());
        raw(house, "GET /" + PROMPT.text().repeat(2_000) + " HTTP/1.1\r\n\r\n");
        post(house, CHAT, "{\"model\": " + PROMPT.text());
        post(house, "/chat", PROMPT.text());
        post(house, "/chat", "{\"message\":\"x\",\"stream\":\"" + PROMPT.text() + "\"}");
        get(house, "/api/usage?from=" + PROMPT.text());
        get(house, "/" + PROMPT.text());
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
                assertThat(post(house, CHAT, ASK + "}").statusCode()).isEqualTo(502);
                isBlind("the console", house.printed());
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

    private void logIsBlind() {
        assertThat(log.list).as("something was logged").isNotEmpty();
        for (ILoggingEvent event : List.copyOf(log.list)) {
            String trace =
                    event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
            isBlind(
                    "a log line of " + event.getLoggerName() + " at " + event.getLevel(),
                    event.getFormattedMessage() + trace);
        }
    }

    private void diskIsBlind() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        assertThat(files).extracting(file -> file.getFileName().toString()).contains("groqmeter.db", "usage_log.json");
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            for (PlantedSecret secret : SECRETS) {
                assertThat(secret.foundIn(bytes)).as(file.toString()).isEmpty();
            }
        }
    }

    private static void isBlind(String where, String said) {
        for (PlantedSecret secret : SECRETS) {
            assertThat(secret.foundIn(said)).as(() -> where + " says: " + said).isEmpty();
        }
    }

    private static byte[] chunk(String more) {
        return ("data: {\"id\":\"chatcmpl-2\",\"model\":\"openai/gpt-oss-20b\",\"choices\":[{\"delta\":{\"content\":\""
                        + COMPLETION.text() + "\"}}]" + more + "}\n\n")
                .getBytes(UTF_8);
    }

    private static byte[] done() {
        return "data: [DONE]\n\n".getBytes(UTF_8);
    }

    private static HttpResponse<String> post(MeteredSimulator house, String path, String body, String... headers)
            throws Exception {
        return send(house, path, body, "application/json", headers);
    }

    private static HttpResponse<String> send(
            MeteredSimulator house, String path, String body, String type, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(house.url() + path))
                .timeout(PATIENCE)
                .header("authorization", "Bearer " + KEY.text())
                .header("content-type", type)
                .POST(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (HttpTimeoutException e) {
            throw e;
        } catch (IOException e) {
            // The stream was cut: there is no whole answer, which is what was asked for.
            return HTTP.send(
                    HttpRequest.newBuilder(URI.create(house.url() + "/healthz")).build(), BodyHandlers.ofString());
        }
    }

    private static HttpResponse<String> get(MeteredSimulator house, String path) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(house.url() + path))
                        .timeout(PATIENCE)
                        .header("authorization", "Bearer " + KEY.text())
                        .build(),
                BodyHandlers.ofString());
    }

    /** Sends bytes as they are, and reads what comes until the gateway hangs up or falls silent. */
    private static void raw(MeteredSimulator house, String bytes) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), house.port())) {
            socket.setSoTimeout(2_000);
            socket.getOutputStream().write(bytes.getBytes(UTF_8));
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            // Hung up on: fine.
        }
    }
}
