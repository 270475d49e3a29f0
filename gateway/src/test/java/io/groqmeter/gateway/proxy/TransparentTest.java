package io.groqmeter.gateway.proxy;

import static io.groqmeter.gateway.RawHttp.ANSWER;
import static io.groqmeter.gateway.RawHttp.ASK;
import static io.groqmeter.gateway.RawHttp.STREAM_END;
import static io.groqmeter.gateway.RawHttp.STREAM_HEAD;
import static io.groqmeter.gateway.RawHttp.chunk;
import static io.groqmeter.gateway.RawHttp.event;
import static io.groqmeter.gateway.RawHttp.json;
import static io.groqmeter.gateway.RawHttp.post;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.gateway.RawClient;
import io.groqmeter.gateway.RawUpstream;
import io.groqmeter.gateway.RunningGateway;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Promise 7: what passes, passes unchanged. */
class TransparentTest {

    private static final String STREAM = STREAM_HEAD
            + event("{\"model\":\"openai/gpt-oss-20b\",\"choices\":[{\"delta\":{\"content\":\"hi\"}}]}")
            + event("{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}")
            + STREAM_END;

    @Test
    void requests_keep_their_query_header_case_and_order_and_lose_only_what_is_ours() throws Exception {
        try (RawUpstream groq = RawUpstream.answering(json(ANSWER));
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            client.send("POST /api/openai/v1/chat/completions?a=%2F&b HTTP/1.1\r\nHost: localhost\r\nX-Zebra: 1\r\n"
                    + "authorization: Bearer secret\r\nX-apple: 2\r\nx-Groqmeter-Project: p\r\nContent-Length: "
                    + ASK.length()
                    + "\r\nConnection: X-Drop, keep-alive\r\nX-Drop: gone\r\nAccept-Encoding: zstd, br\r\n\r\n" + ASK);
            client.readUntil(ANSWER);
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
        try (RawUpstream groq = RawUpstream.answering(json(ANSWER));
                RunningGateway gateway = new RunningGateway(groq.url())) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url("/openai/v1/chat/completions")))
                    .POST(HttpRequest.BodyPublishers.ofString(ASK))
                    .build();
            HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(ANSWER);
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
                + ANSWER.length();
        try (RawUpstream groq = RawUpstream.answering(head + "\r\n\r\n" + ANSWER);
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            String answer = client.send(post(ASK)).readUntil(ANSWER);
            assertThat(answer)
                    .startsWith("HTTP/1.1 299 Quite Fine\r\n")
                    .contains("X-Request-ID: req_1\r\nset-cookie: a=1\r\nset-cookie: b=2\r\n")
                    .doesNotContain("X-Hop")
                    .endsWith("\r\n\r\n" + ANSWER);
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
    void interim_answers_pass_and_the_real_one_follows() throws Exception {
        try (RawUpstream groq = RawUpstream.answering(
                        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + json(ANSWER));
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            assertThat(client.send(post(ASK)).readUntil(ANSWER))
                    .contains("103 Early Hints")
                    .contains("Link: </x>")
                    .contains("HTTP/1.1 200 OK");
            assertThat(gateway.records()).hasSize(1);
        }
    }

    @Test
    void a_gzipped_answer_passes_compressed_and_is_read_through_a_copy() throws Exception {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(ANSWER.getBytes(ISO_8859_1));
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
}
