package io.groqmeter.gateway.proxy;

import static io.groqmeter.gateway.RawHttp.chunk;
import static io.groqmeter.gateway.RawHttp.post;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groqmeter.gateway.RawClient;
import io.groqmeter.gateway.RawUpstream;
import io.groqmeter.gateway.RunningGateway;
import io.groqmeter.usage.UsageBasis;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** An upstream that breaks off, lies about lengths and encodings, or says what nobody asked. */
class HostileUpstreamTest {

    private static final String ASK = "{\"model\":\"openai/gpt-oss-20b\",\"messages\":[]}";
    private static final String BODY =
            "{\"model\":\"openai/gpt-oss-20b\",\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}";
    private static final String STREAM_HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String STREAM = STREAM_HEAD
            + chunk("data: {\"model\":\"openai/gpt-oss-20b\",\"choices\":[{\"delta\":{\"content\":\"hi\"}}]}\n\n")
            + chunk("data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}\n\n")
            + chunk("data: [DONE]\n\n") + "0\r\n\r\n";

    private static String answer(String headers, String body) {
        return "HTTP/1.1 200 OK\r\n" + headers + "Content-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    /** Cuts an answer after every byte of it, with a reset or a goodbye, and expects that each call ends in the books once. */
    private static void cutEverywhere(String answer) throws Exception {
        AtomicInteger cut = new AtomicInteger();
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    int at = cut.get();
                    connection.write(answer.substring(0, at));
                    if (at % 2 == 1) {
                        connection.reset();
                    }
                });
                RunningGateway gateway = new RunningGateway(groq.url())) {
            for (int at = 0; at < answer.length(); at++) {
                cut.set(at);
                try (RawClient client = new RawClient(gateway.port())) {
                    String got = client.send(post(ASK).replace("Host", "Connection: close\r\nHost"))
                            .readAll();
                    assertThat(got).as("cut after %d bytes", at).isNotEqualTo(answer);
                    if (!got.isEmpty()) {
                        assertThat(got).as("cut after %d bytes", at).startsWith("HTTP/1.1 ");
                    }
                }
            }
            await().until(() -> gateway.store().openCalls().stream()
                                    .filter(call -> call.unsettled() != null)
                                    .count()
                            + gateway.records().size()
                    == answer.length());
            assertThat(gateway.store().openCalls()).allMatch(call -> call.unsettled() != null);
            assertThat(gateway.records())
                    .allSatisfy(record -> assertThat(record.usage().basis() == UsageBasis.UNKNOWN
                                    || record.cost().signum() > 0)
                            .isTrue());
        }
    }

    @Test
    void a_stream_cut_after_any_byte_ends_the_call_and_is_in_the_books_once() throws Exception {
        cutEverywhere(STREAM);
    }

    @Test
    void a_plain_answer_cut_after_any_byte_ends_the_call_and_is_in_the_books_once() throws Exception {
        cutEverywhere(answer("", BODY));
    }

    @Test
    void bytes_after_an_answer_never_become_the_answer_of_another_call() throws Exception {
        AtomicInteger answered = new AtomicInteger();
        try (RawUpstream groq = new RawUpstream(connection -> {
                    for (String request = connection.readRequest();
                            request != null;
                            request = connection.readRequest()) {
                        String id = request.substring(request.indexOf("X-Call: "), request.indexOf("\r\nContent-Type"));
                        String own = answer(id + "\r\n", BODY);
                        connection.write(
                                answered.incrementAndGet() % 2 == 0 ? own : own + answer("X-Call: extra\r\n", BODY));
                    }
                });
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            for (int i = 0; i < 40; i++) {
                String answer = client.send(post(ASK).replace("Content-Type", "X-Call: " + i + "\r\nContent-Type"))
                        .readUntil("}}");
                assertThat(answer).contains("X-Call: " + i + "\r\n").doesNotContain("extra");
            }
        }
    }

    @Test
    void a_101_that_nobody_asked_for_is_a_502() throws Exception {
        try (RawUpstream groq = RawUpstream.answering(
                        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n\u0081\u0005hello");
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            assertThat(client.send(post(ASK)).readUntil("}\n"))
                    .startsWith("HTTP/1.1 502")
                    .contains("upstream_closed");
            assertThat(gateway.store().openCalls()).hasSize(1);
        }
    }

    @Test
    void an_answer_in_HTTP10_reaches_the_client_in_HTTP11_and_well_framed() throws Exception {
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    connection.write("HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n" + BODY);
                });
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            assertThat(client.send(post(ASK)).readUntil("0\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("transfer-encoding: chunked")
                    .contains(BODY);
        }
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(plain);
        }
        return zipped.toByteArray();
    }

    @Test
    void a_compressed_answer_that_is_corrupt_passes_as_it_is_and_is_unknown_not_free() throws Exception {
        byte[] good = gzip(BODY.getBytes(ISO_8859_1));
        AtomicInteger flipped = new AtomicInteger();
        for (String encoding : new String[] {"gzip", "deflate", "br", "zstd", "lzma", "gzip, br"}) {
            flipped.set(0);
            try (RawUpstream groq = new RawUpstream(connection -> {
                        while (connection.readRequest() != null) {
                            byte[] bad = good.clone();
                            bad[flipped.get()] ^= 0x55;
                            connection.write(
                                    answer("Content-Encoding: " + encoding + "\r\n", new String(bad, ISO_8859_1)));
                        }
                    });
                    RunningGateway gateway = new RunningGateway(groq.url());
                    RawClient client = new RawClient(gateway.port())) {
                for (int at = 0; at < good.length; at += encoding.equals("gzip") ? 1 : 20) {
                    flipped.set(at);
                    byte[] bad = good.clone();
                    bad[at] ^= 0x55;
                    String body = new String(bad, ISO_8859_1);
                    assertThat(client.send(post(ASK)).readUntil("\r\n\r\n" + body))
                            .as("%s flipped at %d", encoding, at)
                            .startsWith("HTTP/1.1 200");
                }
                assertThat(gateway.records())
                        .allSatisfy(record -> assertThat(record.usage().basis() == UsageBasis.UNKNOWN
                                        || record.cost().signum() > 0)
                                .isTrue());
            }
        }
    }

    @Test
    void a_gzip_bomb_passes_and_its_copy_is_given_up() throws Exception {
        byte[] bomb = gzip(new byte[64 * 1024 * 1024]);
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    connection.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n"
                            + "Content-Length: " + bomb.length + "\r\n\r\n");
                    connection.write(bomb);
                    connection.readRequest();
                });
                RunningGateway gateway = new RunningGateway(groq.url())) {
            assertThat(gateway.chat(ASK).statusCode()).isEqualTo(200);
            assertThat(gateway.records().get(0).usage().basis()).isEqualTo(UsageBasis.UNKNOWN);
        }
    }

    @Test
    void numbers_beyond_reason_do_not_stop_the_answer() throws Exception {
        String[] numbers = {
            "-1", "9223372036854775807", "1e400", "1".repeat(5000), "0.5", "null", "\"7\"", "[]", "99999999"
        };
        AtomicInteger next = new AtomicInteger();
        try (RawUpstream groq = new RawUpstream(connection -> {
                    while (connection.readRequest() != null) {
                        connection.write(answer("", body(numbers[next.get()])));
                    }
                });
                RunningGateway gateway = new RunningGateway(groq.url())) {
            for (int i = 0; i < numbers.length; i++) {
                next.set(i);
                assertThat(gateway.chat(ASK).body()).isEqualTo(body(numbers[i]));
            }
            assertThat(gateway.records()).hasSize(numbers.length);
            assertThat(gateway.store().openCalls()).isEmpty();
        }
    }

    private static String body(String number) {
        return "{\"model\":\"openai/gpt-oss-20b\",\"usage\":{\"prompt_tokens\":" + number + ",\"completion_tokens\":"
                + number + ",\"total_tokens\":" + number + ",\"prompt_tokens_details\":{\"cached_tokens\":" + number
                + "}}}";
    }

    @Test
    void an_answer_of_exactly_the_held_size_carries_its_cost_and_one_byte_more_passes_as_it_comes() throws Exception {
        AtomicInteger size = new AtomicInteger();
        AtomicInteger framing = new AtomicInteger();
        try (RawUpstream groq = new RawUpstream(connection -> {
                    while (connection.readRequest() != null) {
                        String body = BODY + " ".repeat(size.get() - BODY.length());
                        connection.write(
                                framing.get() == 0
                                        ? answer("", body)
                                        : "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                                                + chunk(body) + "0\r\n\r\n");
                    }
                });
                RunningGateway gateway = new RunningGateway(groq.url())) {
            for (int bytes : new int[] {ProxyOptions.HELD_ANSWER, ProxyOptions.HELD_ANSWER + 1}) {
                for (int chunked = 0; chunked < 2; chunked++) {
                    size.set(bytes);
                    framing.set(chunked);
                    var answer = gateway.chat(ASK);
                    assertThat(answer.body()).hasSize(bytes).startsWith(BODY);
                    assertThat(answer.headers()
                                    .firstValue("x-groqmeter-cost-usd")
                                    .isPresent())
                            .isEqualTo(bytes == ProxyOptions.HELD_ANSWER);
                }
            }
            assertThat(gateway.records()).hasSize(4).allSatisfy(record -> assertThat(
                            record.usage().inputTokens())
                    .hasValue(5));
        }
    }

    @Test
    void types_that_lie_are_passed_on_and_never_free() throws Exception {
        String json = answer("", BODY).replace("application/json", "text/event-stream");
        String stream = STREAM.replace("text/event-stream", "application/json");
        for (String lie : new String[] {json, stream}) {
            try (RawUpstream groq = RawUpstream.answering(lie);
                    RunningGateway gateway = new RunningGateway(groq.url())) {
                assertThat(gateway.chat(ASK).statusCode()).isEqualTo(200);
                assertThat(gateway.records()).singleElement().satisfies(record -> assertThat(
                                record.usage().basis() == UsageBasis.UNKNOWN
                                        || record.cost().signum() > 0)
                        .isTrue());
            }
        }
    }

    @Test
    void an_event_line_of_ten_megabytes_and_fifty_thousand_tiny_chunks_pass_and_are_counted() throws Exception {
        String[] bodies = {
            chunk("data: {\"choices\":[{\"delta\":{\"content\":\"" + "x".repeat(10 << 20) + "\"}}]}\n\n"),
            chunk(":").repeat(50_000) + chunk("\n\n")
        };
        AtomicInteger next = new AtomicInteger();
        try (RawUpstream groq = new RawUpstream(connection -> {
                    while (connection.readRequest() != null) {
                        connection.write(STREAM_HEAD + bodies[next.get()] + STREAM.substring(STREAM_HEAD.length()));
                    }
                });
                RunningGateway gateway = new RunningGateway(groq.url())) {
            for (int i = 0; i < bodies.length; i++) {
                next.set(i);
                assertThat(gateway.chat(ASK).body()).endsWith("data: [DONE]\n\n");
                assertThat(gateway.records().get(i).usage().inputTokens()).hasValue(7);
            }
        }
    }

    @Test
    void a_refusal_followed_by_a_reset_in_mid_upload_is_in_the_books_and_ends_the_call() throws Exception {
        String refusal = "{\"error\":{\"message\":\"too large\"}}\n";
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readHead();
                    connection.write("HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Type: application/json\r\n"
                            + "Content-Length: " + refusal.length() + "\r\n\r\n" + refusal);
                    connection.reset();
                });
                RunningGateway gateway = new RunningGateway(groq.url())) {
            for (int i = 0; i < 20; i++) {
                try (RawClient client = new RawClient(gateway.port())) {
                    client.send("POST /openai/v1/audio/transcriptions HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                            + "multipart/form-data; boundary=x\r\nContent-Length: 3000000\r\n\r\n");
                    client.send(new byte[3_000_000]);
                    assertThat(client.readUntil("}\n").substring(0, 12)).isIn("HTTP/1.1 413", "HTTP/1.1 502");
                }
            }
            assertThat(gateway.records().size() + gateway.store().openCalls().size())
                    .isEqualTo(20);
        }
    }

    @Test
    void a_reader_slower_than_the_silence_Groq_is_allowed_gets_all_of_its_answer() throws Exception {
        int size = 64 * 1024 * 1024;
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    connection.write(
                            "HTTP/1.1 200 OK\r\nContent-Type: audio/wav\r\nContent-Length: " + size + "\r\n\r\n");
                    byte[] piece = new byte[64 * 1024];
                    for (int i = 0; i < size / piece.length; i++) {
                        connection.write(piece);
                    }
                    connection.readRequest();
                });
                RunningGateway gateway =
                        new RunningGateway(groq.url(), options -> options.withAnswerTime(Duration.ofMillis(200)));
                RawClient client = new RawClient(gateway.port())) {
            client.send("POST /openai/v1/audio/speech HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}");
            client.readUntil("\r\n\r\n");
            Thread.sleep(1_000);
            assertThat(client.skip(size)).isEqualTo(size);
        }
    }

    @Test
    void an_uploader_slower_than_the_silence_Groq_is_allowed_is_not_taken_for_Groq() throws Exception {
        int size = 4 * 1024 * 1024;
        try (RawUpstream groq = RawUpstream.answering(answer("", BODY));
                RunningGateway gateway =
                        new RunningGateway(groq.url(), options -> options.withAnswerTime(Duration.ofMillis(200)));
                RawClient client = new RawClient(gateway.port())) {
            client.send("POST /openai/v1/files HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + size + "\r\n\r\n");
            client.send(new byte[size / 2]);
            Thread.sleep(1_000);
            client.send(new byte[size / 2]);
            assertThat(client.readUntil(BODY)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void a_metering_that_is_off_passes_everything_and_writes_nothing() throws Exception {
        try (RawUpstream groq = RawUpstream.answering(STREAM);
                RunningGateway gateway = new RunningGateway(groq.url(), options -> options.withMetering(false))) {
            for (int i = 0; i < 20; i++) {
                assertThat(gateway.chat(ASK).body()).endsWith("data: [DONE]\n\n");
            }
            assertThat(gateway.records()).isEmpty();
            assertThat(gateway.store().openCalls()).isEmpty();
        }
    }

    @Test
    void a_kept_connection_is_never_used_again_after_a_call_on_it_was_given_up() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        AtomicInteger connections = new AtomicInteger();
        try (RawUpstream groq = new RawUpstream(connection -> {
                    int number = connections.incrementAndGet();
                    connection.readRequest();
                    if (number == 1) {
                        connection.write(STREAM.substring(0, STREAM_HEAD.length() + 40));
                        over.await();
                        connection.write(STREAM.substring(STREAM_HEAD.length() + 40));
                    } else {
                        connection.write(answer("X-Connection: " + number + "\r\n", BODY));
                    }
                    connection.readRequest();
                });
                RunningGateway gateway = new RunningGateway(
                        groq.url(), options -> options.withOnAbort(OnAbort.CANCEL, Duration.ofSeconds(1)))) {
            try (RawClient client = new RawClient(gateway.port())) {
                client.send(post(ASK)).readUntil("data: ");
                client.reset();
            }
            await().until(() -> gateway.server().connections() == 0);
            assertThat(gateway.chat(ASK).headers().firstValue("X-Connection")).hasValue("2");
            over.countDown();
        }
    }
}
