package io.groqmeter.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groqmeter.simulator.GroqSimulator;
import io.groqmeter.simulator.SimulatorConfig;
import io.groqmeter.simulator.script.Script;
import io.groqmeter.simulator.wire.Answer;
import io.groqmeter.store.UsageStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What only a gateway in a process of its own can suffer: the end, little memory. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "needs SIGTERM")
class ProcessFaultsTest {

    @TempDir
    Path folder;

    private final ExecutorService callers = Executors.newCachedThreadPool();
    private GroqSimulator groq;

    @BeforeEach
    void startGroq() throws IOException {
        groq = GroqSimulator.start(SimulatorConfig.local().withDelays(Duration.ofMillis(20), Duration.ofMillis(1)));
    }

    @AfterEach
    void stop() {
        callers.shutdownNow();
        groq.close();
    }

    /** Runs that many of it at once and gives what came of each: a status, or 0 where the connection failed. */
    private List<Future<Integer>> atOnce(int count, Callable<HttpResponse<?>> call) {
        List<Future<Integer>> statuses = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            statuses.add(callers.submit(() -> {
                try {
                    return call.call().statusCode();
                } catch (IOException e) {
                    return 0;
                }
            }));
        }
        return statuses;
    }

    private static List<Integer> results(List<Future<Integer>> futures) throws Exception {
        List<Integer> results = new ArrayList<>();
        for (Future<Integer> future : futures) {
            results.add(future.get());
        }
        return results;
    }

    @Test
    void sigterm_under_load_lets_calls_end_and_ends_with_0_and_every_call_in_the_books() throws Exception {
        try (GatewayProcess gateway = new GatewayProcess(folder, groq)) {
            Queue<String> delivered = new ConcurrentLinkedQueue<>();
            List<Future<?>> loads = new ArrayList<>();
            for (int number = 0; number < 12; number++) {
                boolean streamed = number % 2 == 0;
                loads.add(callers.submit(() -> {
                    while (true) {
                        HttpResponse<String> answer =
                                streamed ? Chat.streamed(gateway.url()) : Chat.whole(gateway.url());
                        delivered.add(
                                answer.headers().firstValue("x-groqmeter-id").orElseThrow());
                    }
                }));
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> delivered.size() > 100);
            gateway.terminate();
            assertThat(gateway.exitCode(40)).as(gateway.log()).isZero();
            for (Future<?> load : loads) {
                assertThat(load).failsWithin(Duration.ofSeconds(10));
            }
            try (UsageStore books = gateway.books()) {
                assertThat(books.openCalls()).isEmpty();
                assertThat(delivered).allMatch(id -> books.find(id).isPresent());
            }
            assertThat(gateway.differences(groq)).isEmpty();
        }
    }

    @Test
    void in_64_megabytes_large_uploads_large_answers_and_200_streams_pass_and_the_books_are_exact() throws Exception {
        try (GatewayProcess gateway = new GatewayProcess(folder, groq, "-Xmx64m")) {
            for (int number = 0; number < 20; number++) {
                groq.script(Script.next(Answer.json(200, answerOfOneMebibyte())).on("POST", "/openai/v1/embeddings"));
            }
            List<Future<Integer>> calls = new ArrayList<>();
            calls.addAll(atOnce(200, () -> Chat.streamed(gateway.url())));
            calls.addAll(atOnce(4, () -> upload(gateway)));
            calls.addAll(atOnce(20, () -> embed(gateway)));
            assertThat(results(calls)).hasSize(224).containsOnly(200);
            gateway.terminate();
            assertThat(gateway.exitCode(40)).isZero();
            assertThat(gateway.log()).doesNotContain("OutOfMemory");
            try (UsageStore books = gateway.books()) {
                assertThat(books.openCalls()).isEmpty();
                assertThat(books.after(0, 1_000)).hasSize(224);
            }
        }
    }

    private static byte[] answerOfOneMebibyte() {
        String numbers = "0.0123456789,".repeat(80_000) + "0";
        String body = "{\"object\":\"list\",\"data\":[{\"embedding\":[" + numbers
                + "]}],\"model\":\"nomic-embed-text-v1_5\",\"usage\":{\"prompt_tokens\":7,\"total_tokens\":7}}";
        return body.getBytes(StandardCharsets.UTF_8);
    }

    private static HttpResponse<?> embed(GatewayProcess gateway) throws IOException, InterruptedException {
        return post(
                gateway,
                "/openai/v1/embeddings",
                "application/json",
                BodyPublishers.ofString("{\"model\":\"nomic-embed-text-v1_5\",\"input\":\"hola\"}"));
    }

    /** A form with a recording of 25 MB: 13 minutes of silence, as a WAV file. */
    private static HttpResponse<?> upload(GatewayProcess gateway) throws IOException, InterruptedException {
        String head = "--x\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-large-v3\r\n"
                + "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n"
                + "Content-Type: audio/wav\r\n\r\n";
        List<byte[]> body = new ArrayList<>();
        body.add(head.getBytes(StandardCharsets.US_ASCII));
        body.add(wavHead(25_000_000));
        body.add(new byte[25_000_000]);
        body.add("\r\n--x--\r\n".getBytes(StandardCharsets.US_ASCII));
        return post(
                gateway,
                "/openai/v1/audio/transcriptions",
                "multipart/form-data; boundary=x",
                BodyPublishers.ofByteArrays(body));
    }

    /** The head of a WAV file of 16,000 samples a second, 16 bits, one channel. */
    private static byte[] wavHead(int bytes) {
        ByteBuffer head = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN);
        head.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + bytes);
        head.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        head.putShort((short) 1).putShort((short) 1).putInt(16_000).putInt(32_000);
        head.putShort((short) 2).putShort((short) 16);
        head.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(bytes);
        return head.array();
    }

    private static HttpResponse<?> post(
            GatewayProcess gateway, String path, String type, HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + path))
                .header("authorization", "Bearer gsk_test")
                .header("content-type", type)
                .POST(body)
                .build();
        return Chat.HTTP.send(request, BodyHandlers.discarding());
    }
}
