package io.groqmeter.gateway.proxy;

import static io.groqmeter.gateway.RawHttp.STREAM_END;
import static io.groqmeter.gateway.RawHttp.STREAM_HEAD;
import static io.groqmeter.gateway.RawHttp.chunk;
import static io.groqmeter.gateway.RawHttp.event;
import static io.groqmeter.gateway.RawHttp.json;
import static io.groqmeter.gateway.RawHttp.post;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groqmeter.gateway.RawClient;
import io.groqmeter.gateway.RawUpstream;
import io.groqmeter.gateway.RunningGateway;
import io.groqmeter.usage.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Promise 7: what passes, passes as it was sent; and the edge cases of HTTP/1.1 that proxies get wrong. */
class TransparentTest {

    private static final String ASK = "{\"model\":\"openai/gpt-oss-20b\",\"messages\":[]}";
    private static final String USAGE = "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":7}";
    private static final String BODY =
            "{\"id\":\"x\", \"model\":\"openai/gpt-oss-20b\" ,\n \"choices\":[]," + USAGE + "}";

    @Test
    void requests_keep_their_query_header_case_and_order_and_lose_only_what_is_ours() throws Exception {
        try (RawUpstream groq = RawUpstream.answering(json(BODY));
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            client.send("POST /api/openai/v1/chat/completions?a=%2F&b HTTP/1.1\r\nHost: localhost\r\nX-Zebra: 1\r\n"
                    + "authorization: Bearer secret\r\nX-apple: 2\r\nx-Groqmeter-Project: p\r\nContent-Length: "
                    + ASK.length()
                    + "\r\nConnection: X-Drop, keep-alive\r\nX-Drop: gone\r\nAccept-Encoding: zstd, br\r\n\r\n" + ASK);
            client.readUntil(BODY);
            assertThat(groq.requests().get(0))
                    .startsWith("POST /api/openai/v1/chat/completions?a=%2F&b HTTP/1.1\r\n")
                    .contains("X-Zebra: 1\r\nauthorization: Bearer secret\r\nX-apple: 2\r\n")
                    .contains("Accept-Encoding: zstd, br\r\n")
                    .doesNotContain("X-Drop")
                    .doesNotContainIgnoringCase("groqmeter")
                    .endsWith("\r\n\r\n" + ASK);
            assertThat(gateway.records().get(0).attribution().project()).isEqualTo("p");
        }
    }

    @Test
    void the_offer_of_http_2_that_java_s_client_makes_is_left_unanswered() throws Exception {
        try (RawUpstream groq = RawUpstream.answering(json(BODY));
                RunningGateway gateway = new RunningGateway(groq.url())) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url("/openai/v1/chat/completions")))
                    .POST(HttpRequest.BodyPublishers.ofString(ASK))
                    .build();
            HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(BODY);
            assertThat(groq.requests().get(0))
                    .doesNotContainIgnoringCase("upgrade")
                    .doesNotContainIgnoringCase("http2-settings");
            assertThat(gateway.records()).hasSize(1);
        }
    }

    @Test
    void answers_keep_their_reason_headers_and_bytes() throws Exception {
        String head = "HTTP/1.1 299 Quite Fine\r\nX-Request-ID: req_1\r\nset-cookie: a=1\r\nset-cookie: b=2\r\n"
                + "Connection: X-Hop\r\nX-Hop: no\r\nContent-Type: application/json\r\nContent-Length: "
                + BODY.length();
        try (RawUpstream groq = RawUpstream.answering(head + "\r\n\r\n" + BODY);
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            String answer = client.send(post(ASK)).readUntil(BODY);
            assertThat(answer)
                    .startsWith("HTTP/1.1 299 Quite Fine\r\n")
                    .contains("X-Request-ID: req_1\r\nset-cookie: a=1\r\nset-cookie: b=2\r\n")
                    .doesNotContain("X-Hop")
                    .endsWith("\r\n\r\n" + BODY);
        }
    }

    @Test
    void a_stream_reaches_the_client_piece_by_piece_as_it_comes() throws Exception {
        CountDownLatch firstSeen = new CountDownLatch(1);
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    connection.write(
                            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n");
                    connection.write(event("{\"choices\":[]}"));
                    firstSeen.await();
                    connection.write(chunk(": two\n\n") + "5;ext=1\r\ndata:\r\n" + chunk(" [DONE]\n\n")
                            + "0\r\nX-Trailer: t\r\n\r\n");
                    connection.readRequest();
                });
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            client.send(post(ASK)).readUntil("data: {\"choices\":[]}\n\n");
            firstSeen.countDown();
            assertThat(client.readUntil("0\r\nX-Trailer: t\r\n\r\n"))
                    .contains(": two")
                    .contains("[DONE]");
        }
    }

    @Test
    void pipelined_requests_are_answered_in_order_on_one_connection() throws Exception {
        AtomicInteger count = new AtomicInteger();
        try (RawUpstream groq = new RawUpstream(connection -> {
                    while (connection.readRequest() != null) {
                        connection.write(json("X-N: " + count.incrementAndGet() + "\r\n", BODY));
                    }
                });
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            client.send(post(ASK) + post(ASK) + "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n" + post(ASK));
            assertThat(client.readUntil(BODY)).contains("X-N: 1");
            assertThat(client.readUntil(BODY)).contains("X-N: 2");
            assertThat(client.readUntil(BODY)).contains("\"status\"").contains("X-N: 3");
            assertThat(gateway.records()).hasSize(3);
        }
    }

    @Test
    void head_204_and_304_have_no_body_and_keep_the_connection() throws Exception {
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    connection.write(
                            "HTTP/1.1 200 OK\r\nContent-Length: 12345\r\nContent-Type: application/json\r\n\r\n");
                    connection.readRequest();
                    connection.write("HTTP/1.1 204 No Content\r\n\r\n");
                    connection.readRequest();
                    connection.write("HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n");
                    connection.readRequest();
                });
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            assertThat(client.send("HEAD /openai/v1/models HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .readUntil("\r\n\r\n"))
                    .contains("Content-Length: 12345");
            assertThat(client.send("DELETE /openai/v1/files/f HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .readUntil("\r\n\r\n"))
                    .startsWith("HTTP/1.1 204");
            assertThat(client.send("GET /openai/v1/models HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .readUntil("\r\n\r\n"))
                    .startsWith("HTTP/1.1 304")
                    .contains("ETag: x");
        }
    }

    @Test
    void interim_answers_pass_and_the_real_one_follows() throws Exception {
        try (RawUpstream groq = RawUpstream.answering(
                        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + json(BODY));
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            assertThat(client.send(post(ASK)).readUntil(BODY))
                    .contains("103 Early Hints")
                    .contains("Link: </x>")
                    .contains("HTTP/1.1 200 OK");
            assertThat(gateway.records()).hasSize(1);
        }
    }

    @Test
    void a_client_that_waits_for_100_continue_gets_it() throws Exception {
        try (RawUpstream groq = RawUpstream.answering(json(BODY));
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            client.send("POST /openai/v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
                    + "Content-Length: " + ASK.length() + "\r\n\r\n");
            assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 100");
            client.send(ASK);
            assertThat(client.readUntil(BODY)).startsWith("HTTP/1.1 200");
            assertThat(groq.requests().get(0)).doesNotContain("Expect");
        }
    }

    @Test
    void a_body_that_ends_with_the_connection_arrives_whole_and_well_framed() throws Exception {
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    connection.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + BODY);
                });
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            String answer = client.send(post(ASK)).readUntil("0\r\n\r\n");
            assertThat(answer).contains("transfer-encoding: chunked").contains(BODY);
            assertThat(gateway.records().get(0).usage().inputTokens()).hasValue(5);
        }
    }

    @Test
    void an_old_client_gets_a_body_that_ends_with_the_connection() throws Exception {
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    connection.write(STREAM_HEAD + STREAM_END);
                    connection.readRequest();
                });
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            String answer =
                    client.send(post(ASK).replace("HTTP/1.1", "HTTP/1.0")).readAll();
            assertThat(answer)
                    .doesNotContainIgnoringCase("transfer-encoding")
                    .contains("connection: close")
                    .endsWith("\r\n\r\ndata: [DONE]\n\n");
        }
    }

    @Test
    void a_gzipped_answer_passes_compressed_and_is_read_through_a_copy() throws Exception {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(BODY.getBytes(ISO_8859_1));
        }
        String body = zipped.toString(ISO_8859_1);
        try (RawUpstream groq = RawUpstream.answering(json("Content-Encoding: gzip\r\n", body));
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            assertThat(client.send(post(ASK)).readUntil(body)).contains("Content-Encoding: gzip");
            assertThat(gateway.records().get(0).usage().outputTokens()).hasValue(2);
        }
    }

    @Test
    void a_large_upload_streams_through_at_the_upstreams_pace() throws Exception {
        int size = 100 * 1024 * 1024;
        AtomicLong received = new AtomicLong();
        CountDownLatch slow = new CountDownLatch(1);
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readHead();
                    slow.await();
                    while (received.get() < size && connection.read() >= 0) {
                        received.addAndGet(1 + connection.skipAvailable(size - received.get() - 1));
                    }
                    connection.write(json("{}"));
                    connection.readHead();
                });
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            client.send("POST /openai/v1/files HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + size + "\r\n\r\n");
            AtomicLong sent = new AtomicLong();
            Thread uploader = new Thread(() -> {
                byte[] piece = new byte[64 * 1024];
                new Random(1).nextBytes(piece);
                try {
                    for (int i = 0; i < size / piece.length; i++) {
                        client.send(piece);
                        sent.addAndGet(piece.length);
                    }
                } catch (IOException e) {
                    sent.set(-1);
                }
            });
            uploader.start();
            uploader.join(1_500);
            // The upstream reads nothing yet, so what was taken off the client lies in socket buffers, not in our
            // memory.
            assertThat(sent.get()).isBetween(0L, 40L * 1024 * 1024);
            slow.countDown();
            assertThat(client.readUntil("\r\n\r\n{}")).startsWith("HTTP/1.1 200 OK");
            uploader.join();
            assertThat(received.get()).isEqualTo(size);
        }
    }

    @Test
    void a_slow_reader_holds_the_upstream_back() throws Exception {
        AtomicLong written = new AtomicLong();
        long size = 200L * 1024 * 1024;
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    connection.write(
                            "HTTP/1.1 200 OK\r\nContent-Type: audio/wav\r\nContent-Length: " + size + "\r\n\r\n");
                    byte[] piece = new byte[64 * 1024];
                    while (written.get() < size) {
                        connection.write(piece);
                        written.addAndGet(piece.length);
                    }
                    connection.readRequest();
                });
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            client.send("POST /openai/v1/audio/speech HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}");
            client.readUntil("\r\n\r\n");
            AtomicLong before = new AtomicLong(-1);
            await().pollInterval(Duration.ofMillis(300)).until(() -> before.getAndSet(written.get()) == written.get());
            assertThat(written.get()).isLessThan(size / 4);
        }
    }

    @Test
    void connections_the_upstream_closes_after_each_answer_fail_two_calls_in_sixty_at_most() throws Exception {
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    connection.write(json(BODY));
                    TimeUnit.MILLISECONDS.sleep(3);
                });
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            List<String> failed = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                TimeUnit.MILLISECONDS.sleep(i % 7);
                String answer = client.send(post(ASK)).readUntil("}}");
                if (!answer.contains(" 200 OK")) {
                    failed.add(i + ": " + answer);
                }
            }
            // One may meet the closing half-way; from then on the gateway knows how long these connections live.
            assertThat(failed).hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    void a_request_with_two_lengths_or_a_malformed_head_is_refused_and_nothing_reaches_Groq() throws Exception {
        try (RawUpstream groq = RawUpstream.answering(json(BODY));
                RunningGateway gateway = new RunningGateway(groq.url())) {
            for (String bad : new String[] {
                "POST /openai/v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /openai/v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
                "POST /openai/v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nBad Header: x\r\nContent-Length: 0\r\n\r\n",
                "NONSENSE\r\n\r\n",
            }) {
                try (RawClient client = new RawClient(gateway.port())) {
                    assertThat(client.send(bad).readAll())
                            .as(bad)
                            .startsWith("HTTP/1.1 400")
                            .contains("\"error\"");
                }
            }
            try (RawClient client = new RawClient(gateway.port())) {
                String answer = client.send("GET /openai/v1/models HTTP/1.1\r\nHost: localhost\r\nX: "
                                + "a".repeat(70_000) + "\r\n\r\n")
                        .readAll();
                assertThat(answer).startsWith("HTTP/1.1 431").contains("headers_too_large");
            }
            assertThat(groq.requests()).isEmpty();
        }
    }

    @Test
    void a_stream_cut_by_the_upstream_is_cut_for_the_client_and_recorded() throws Exception {
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    connection.write(
                            STREAM_HEAD
                                    + event(
                                            "{\"model\":\"openai/gpt-oss-20b\",\"choices\":[{\"delta\":{\"content\":\"hi\"}}]}"));
                });
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            String got = client.send(post(ASK)).readAll();
            assertThat(got).contains("hi").doesNotEndWith("0\r\n\r\n");
            assertThat(gateway.records())
                    .singleElement()
                    .satisfies(record -> assertThat(record.call().outcome()).isEqualTo(Outcome.CUT));
        }
    }

    @Test
    void a_plain_answer_cut_by_the_upstream_is_a_502_and_unsettled() throws Exception {
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    connection.write(
                            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"id\"");
                });
                RunningGateway gateway = new RunningGateway(groq.url())) {
            var answer = gateway.chat(ASK);
            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.body()).contains("upstream_cut");
            assertThat(gateway.store().openCalls()).hasSize(1);
        }
    }

    @Test
    void an_upstream_that_does_not_speak_HTTP_is_a_502_that_says_so() throws Exception {
        try (RawUpstream groq = RawUpstream.answering("SSH-2.0-OpenSSH_9.2\r\n\r\n");
                RunningGateway gateway = new RunningGateway(groq.url())) {
            var answer = gateway.chat(ASK);
            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.body()).contains("\"error\"").doesNotContain("at io.");
        }
    }

    @Test
    void an_upstream_that_never_answers_is_a_504_and_the_call_unsettled() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    over.await();
                });
                RunningGateway gateway =
                        new RunningGateway(groq.url(), options -> options.withAnswerTime(Duration.ofMillis(300)))) {
            var answer = gateway.chat(ASK);
            over.countDown();
            assertThat(answer.statusCode()).isEqualTo(504);
            assertThat(gateway.store().openCalls()).hasSize(1);
        }
    }

    @Test
    void an_early_refusal_of_an_upload_reaches_the_client() throws Exception {
        String body = "{\"error\":{\"message\":\"too large\"}}";
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readHead();
                    connection.write("HTTP/1.1 413 Too Large\r\nContent-Type: application/json\r\nContent-Length: "
                            + body.length() + "\r\n\r\n" + body);
                    while (connection.read() >= 0) {
                        // Takes what still comes until the gateway hangs up.
                    }
                });
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            client.send("POST /openai/v1/files HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n");
            client.send(new byte[100_000]);
            assertThat(client.readUntil(body)).startsWith("HTTP/1.1 413 Too Large");
            client.send(new byte[900_000]);
            assertThat(client.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .readUntil("}"))
                    .contains("200 OK");
        }
    }
}
