package io.groqmeter.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groqmeter.simulator.GroqSimulator;
import io.groqmeter.simulator.SimulatorConfig;
import io.groqmeter.simulator.script.Script;
import io.groqmeter.simulator.wire.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise to be blind, in memory: once its calls have ended, a gateway's heap holds no caller's key, no prompt and no completion.
 *
 * <p>What it does not cover: memory outside the heap, where network buffers are used again without being wiped, and the gateway's own
 * {@code GROQ_API_KEY}, which it needs for every call.
 */
class IdleHeapTest {

    private static final String KEY = "gsk_PlantedCallerKeyOfTheHeapVb3Zt9Lm2Rw";
    private static final String OWN_KEY = "gsk_PlantedGatewayKeyOfTheHeapYf6Nc1Jp";
    private static final String PROMPT = "PlantedPromptOfTheHeapQz5Mw8Bt3Xv";
    private static final String COMPLETION = "PlantedCompletionOfTheHeapGk6Rj2Ds9Wp";
    private static final String CHAT = "/openai/v1/chat/completions";
    private static final String ASK = "{\"model\":\"openai/gpt-oss-20b\",\"user\":\"" + PROMPT
            + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + PROMPT + "\"}]";
    private static final String USAGE = "{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10}";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    Path folder;

    @Test
    void the_heap_of_an_idle_gateway_holds_no_key_prompt_or_completion_of_a_caller() throws Exception {
        try (GroqSimulator groq = GroqSimulator.start(SimulatorConfig.local())) {
            Process serve = serve(groq.baseUrl());
            try (BufferedReader out = serve.inputReader()) {
                String first = out.readLine();
                String url = first.substring(first.indexOf("http://"));
                traffic(groq, url);
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> get(url + "/api/unsettled").contains("\"in_flight\":0"));
                assertThat(get(url + "/debug/usage_log")).contains("openai/gpt-oss-20b");

                byte[] heap = heap(serve);

                assertThat(places(heap, OWN_KEY))
                        .as("the search finds what is there")
                        .isNotEmpty();
                assertThat(places(heap, KEY)).as("the caller's key").isEmpty();
                assertThat(places(heap, PROMPT)).as("the prompt").isEmpty();
                assertThat(places(heap, COMPLETION)).as("the completion").isEmpty();
            } finally {
                serve.destroy();
                assertThat(serve.waitFor(60, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    private void traffic(GroqSimulator groq, String url) throws Exception {
        String whole =
                "{\"id\":\"chatcmpl-1\",\"model\":\"openai/gpt-oss-20b\",\"choices\":[{\"message\":{\"content\":\""
                        + COMPLETION + "\"}}],\"usage\":" + USAGE + "}";
        byte[] piece = ("data: {\"model\":\"openai/gpt-oss-20b\",\"choices\":[{\"delta\":{\"content\":\"" + COMPLETION
                        + "\"}}]}\n\n")
                .getBytes(UTF_8);
        byte[] last = ("data: {\"choices\":[],\"usage\":" + USAGE + "}\n\n").getBytes(UTF_8);
        for (int round = 0; round < 5; round++) {
            groq.script(Script.next(Answer.json(200, whole.getBytes(UTF_8))));
            assertThat(post(url + CHAT, ASK + "}")).contains(COMPLETION);
            groq.script(Script.next(Answer.events(List.of(piece, last, "data: [DONE]\n\n".getBytes(UTF_8)))));
            assertThat(post(url + CHAT, ASK + ",\"stream\":true}")).contains(COMPLETION);
            groq.script(Script.next(Answer.json(200, whole.getBytes(UTF_8))));
            assertThat(post(url + "/chat", "{\"message\":\"" + PROMPT + "\"}")).contains(COMPLETION);
            groq.script(Script.next(Answer.events(List.of(piece, last, "data: [DONE]\n\n".getBytes(UTF_8)))));
            assertThat(post(url + "/chat", "{\"message\":\"" + PROMPT + "\",\"stream\":true}"))
                    .contains(COMPLETION);
            groq.script(
                    Script.next(Answer.json(400, ("{\"error\":{\"message\":\"" + PROMPT + "\"}}").getBytes(UTF_8))));
            post(url + CHAT, ASK + "}");
            post(url + CHAT, "{\"model\": " + PROMPT);
            hangUp(URI.create(url).getPort());
        }
        get(url + "/healthz");
    }

    private static void hangUp(int port) throws IOException {
        String body = ASK + ",\"stream\":true}";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write(("POST " + CHAT + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + KEY
                                    + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                            .getBytes(UTF_8));
            socket.getInputStream().readNBytes(200);
            socket.setSoLinger(true, 0);
        }
    }

    private String post(String url, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("authorization", "Bearer " + KEY)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString()).body();
    }

    private String get(String url) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                .body();
    }

    private Process serve(String upstream) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(
                        java,
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "serve",
                        "--port",
                        "0",
                        "--upstream",
                        upstream)
                .directory(folder.toFile())
                .redirectError(folder.resolve("stderr.txt").toFile());
        builder.environment().putAll(Map.of("GROQMETER_LANG", "en", "GROQ_API_KEY", OWN_KEY));
        return builder.start();
    }

    /** The objects of a process that are still in use, as the JDK's own tool writes them; it collects garbage first. */
    private byte[] heap(Process process) throws Exception {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Path dump = folder.resolve("heap.hprof");
        Process tool = new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.heap_dump", dump.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(tool.getInputStream().readAllBytes(), UTF_8);
        assertThat(tool.waitFor()).as(said).isZero();
        return Files.readAllBytes(dump);
    }

    /** Where the text lies in the bytes, in any of the encodings that Java keeps text in; with what stands before it. */
    private static List<String> places(byte[] heap, String text) {
        String haystack = new String(heap, ISO_8859_1);
        return Stream.<Charset>of(UTF_8, UTF_16BE, UTF_16LE)
                .flatMap(charset -> {
                    String needle = new String(text.getBytes(charset), ISO_8859_1);
                    int at = haystack.indexOf(needle);
                    return at < 0
                            ? Stream.empty()
                            : Stream.of(charset + " at " + at + " behind: "
                                    + haystack.substring(Math.max(0, at - 200), at)
                                            .replaceAll("[^\\x20-\\x7e]", "."));
                })
                .toList();
    }
}
