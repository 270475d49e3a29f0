package io.groqmeter.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.simulator.script.Script;
import io.groqmeter.simulator.wire.Answer;
import io.groqmeter.simulator.wire.Body;
import io.groqmeter.simulator.wire.Header;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;

/** Traffic of every kind with secrets in it: in keys, prompts and completions, and in what is said when something goes wrong. */
final class PlantedTraffic {

    static final PlantedSecret KEY = new PlantedSecret("gsk_Xq7PlantedCallerKeyVb3Zt9Lm2Rw");
    static final PlantedSecret OWN_KEY = new PlantedSecret("gsk_Kd4PlantedGatewayKeyHs8Yf6Nc1Jp");
    static final PlantedSecret PROMPT = new PlantedSecret("PlantedPromptQz5Mw8Bt3Xv");
    static final PlantedSecret COMPLETION = new PlantedSecret("PlantedCompletionGk6Rj2Ds9Wp");
    static final List<PlantedSecret> SECRETS = List.of(KEY, OWN_KEY, PROMPT, COMPLETION);

    static final String CHAT = "/openai/v1/chat/completions";
    static final String ASK =
            "{\"model\":\"openai/gpt-oss-20b\",\"user\":\"%1$s\",\"messages\":[{\"role\":\"user\",\"content\":\"%1$s\"}]"
                    .formatted(PROMPT.text());
    private static final String USAGE = "{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10}";
    static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final MeteredSimulator house;

    PlantedTraffic(MeteredSimulator house) {
        this.house = house;
    }

    /** Calls that Groq answers: whole, as a stream, through {@code /chat}, with and without a key of the caller's. */
    void answeredCalls() throws Exception {
        String message = "{\"role\":\"assistant\",\"content\":\"" + COMPLETION.text() + "\"}";
        String whole = "{\"id\":\"chatcmpl-1\",\"model\":\"openai/gpt-oss-20b\",\"choices\":[{\"index\":0,\"message\":"
                + message + "}],\"usage\":" + USAGE + "}";
        house.groq().script(Script.next(Answer.json(200, whole.getBytes(UTF_8))));
        assertThat(post(CHAT, ASK + "}").body()).contains(COMPLETION.text());
        house.groq().script(Script.next(Answer.json(200, whole.getBytes(UTF_8))));
        assertThat(post("/chat", "{\"message\":\"" + PROMPT.text() + "\"}").body())
                .contains(COMPLETION.text());
        house.groq().script(Script.next(Answer.events(List.of(chunk(""), chunk(",\"usage\":" + USAGE), done()))));
        assertThat(post(CHAT, ASK + ",\"stream\":true}").body()).contains(COMPLETION.text());
        post("/openai/v1/responses", "{\"model\":\"openai/gpt-oss-20b\",\"input\":\"" + PROMPT.text() + "\"}");
        post("/openai/v1/embeddings", "{\"model\":\"nomic-embed-text-v1_5\",\"input\":\"" + PROMPT.text() + "\"}");
        post(
                "/openai/v1/audio/speech",
                "{\"model\":\"canopylabs/orpheus-v1-english\",\"voice\":\"austin\",\"input\":\"" + PROMPT.text()
                        + "\"}");
        get("/openai/v1/models?secret=" + PROMPT.text());
        HTTP.send(
                HttpRequest.newBuilder(URI.create(house.url() + CHAT))
                        .POST(BodyPublishers.ofString(ASK + "}"))
                        .build(),
                BodyHandlers.discarding());
    }

    /** Uploads that carry secrets in their fields and file names, and a file of batch answers. */
    void uploads() throws Exception {
        String form = "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-large-v3\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\n" + PROMPT.text() + "\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + PROMPT.text()
                + ".wav\"\r\n\r\nRIFF" + PROMPT.text() + "\r\n--b--\r\n";
        String text = "{\"text\":\"" + COMPLETION.text() + "\",\"duration\":\"" + COMPLETION.text() + "\"}";
        house.groq().script(Script.next(Answer.json(200, text.getBytes(UTF_8))));
        send("/openai/v1/audio/transcriptions", form, "multipart/form-data; boundary=b");
        send("/openai/v1/files", form, "multipart/form-data; boundary=b");
        String line = "{\"id\":\"batch_req_1\",\"custom_id\":\"" + PROMPT.text()
                + "\",\"response\":{\"status_code\":200,\"request_id\":\"req_1\",\"body\":{\"model\":\"openai/gpt-oss-20b\","
                + "\"choices\":[{\"message\":{\"content\":\"" + COMPLETION.text() + "\"}}],\"usage\":" + USAGE
                + "}}}\n";
        house.groq()
                .script(Script.next(Answer.of(
                        200, "application/octet-stream", new Body.Whole((line + COMPLETION.text()).getBytes(UTF_8)))));
        get("/openai/v1/files/file_1/content");
    }

    /** Answers that refuse, break off with an error, or are no good, each quoting what it was sent. */
    void refusals() throws Exception {
        for (int status : new int[] {400, 401, 429, 500}) {
            String error = "{\"error\":{\"message\":\"no " + KEY.text() + " " + PROMPT.text() + "\",\"type\":\""
                    + PROMPT.text() + "\",\"code\":\"" + PROMPT.text() + "\",\"failed_generation\":\""
                    + COMPLETION.text() + "\"}}";
            house.groq().script(Script.next(Answer.json(status, error.getBytes(UTF_8))));
            assertThat(post(CHAT, ASK + "}").statusCode()).isEqualTo(status);
        }
        byte[] failed = ("event: error\ndata: {\"error\":{\"message\":\"" + PROMPT.text()
                        + "\",\"failed_generation\":\"" + COMPLETION.text() + "\"}}\n\n")
                .getBytes(UTF_8);
        house.groq().script(Script.next(Answer.events(List.of(chunk(""), failed))));
        post(CHAT, ASK + ",\"stream\":true}");
        byte[] broken = ("{\"choices\":\"" + COMPLETION.text() + "\",\"usage\":" + COMPLETION.text()).getBytes(UTF_8);
        house.groq().script(Script.next(Answer.json(200, broken)));
        post(CHAT, ASK + "}");
        house.groq()
                .script(Script.next(new Answer(
                        200,
                        List.of(new Header("content-type", "application/json"), new Header("content-encoding", "gzip")),
                        new Body.Whole(broken))));
        post(CHAT, ASK + "}");
    }

    /** Calls that end before their answer does. */
    void brokenOff() throws Exception {
        String stream = ASK + ",\"stream\":true}";
        post(CHAT, stream, "x-sim-cut-after", "2");
        post(CHAT, ASK + "}", "x-sim-cut-after", "before-headers");
        post(CHAT, ASK + "}", "x-sim-cut-after", "mid-body");
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
    void brokenRequests() throws Exception {
        String authorization = "Authorization: Bearer " + KEY.text() + "\r\n";
        raw("POST " + CHAT + " HTTP/1.1\r\nAuthorization: Bearer " + KEY.text() + "\0\r\n\r\n" + PROMPT.text());
        raw("POST " + CHAT + " HTTP/1.1\r\n" + KEY.text() + "\u0001: x\r\n\r\n");
        raw(PROMPT.text() + " " + KEY.text() + "\r\n" + authorization + "\r\n");
        raw("POST " + CHAT + " HTTP/1.1\r\n" + authorization + "Content-Length: " + KEY.text() + "\r\n\r\n");
        raw("POST " + CHAT + " HTTP/1.1\r\n" + authorization + "Transfer-Encoding: chunked\r\n\r\n" + PROMPT.text());
        raw("GET /" + PROMPT.text().repeat(2_000) + " HTTP/1.1\r\n\r\n");
        post(CHAT, "{\"model\": " + PROMPT.text());
        post("/chat", PROMPT.text());
        post("/chat", "{\"message\":\"x\",\"stream\":\"" + PROMPT.text() + "\"}");
        get("/api/usage?from=" + PROMPT.text());
        get("/" + PROMPT.text());
    }

    private static byte[] chunk(String more) {
        return ("data: {\"id\":\"chatcmpl-2\",\"model\":\"openai/gpt-oss-20b\",\"choices\":[{\"delta\":{\"content\":\""
                        + COMPLETION.text() + "\"}}]" + more + "}\n\n")
                .getBytes(UTF_8);
    }

    private static byte[] done() {
        return "data: [DONE]\n\n".getBytes(UTF_8);
    }

    HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        return send(path, body, "application/json", headers);
    }

    private HttpResponse<String> send(String path, String body, String type, String... headers) throws Exception {
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

    HttpResponse<String> get(String path) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(house.url() + path))
                        .timeout(PATIENCE)
                        .header("authorization", "Bearer " + KEY.text())
                        .build(),
                BodyHandlers.ofString());
    }

    /** Sends bytes as they are, and reads what comes until the gateway hangs up or falls silent. */
    private void raw(String bytes) throws IOException {
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
