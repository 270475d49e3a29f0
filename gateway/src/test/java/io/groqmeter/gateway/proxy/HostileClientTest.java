package io.groqmeter.gateway.proxy;

import static io.groqmeter.gateway.RawHttp.chunk;
import static io.groqmeter.gateway.RawHttp.post;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groqmeter.gateway.RawClient;
import io.groqmeter.gateway.RawUpstream;
import io.groqmeter.gateway.RunningGateway;
import io.groqmeter.gateway.http.ClientLimits;
import io.groqmeter.gateway.http.MinRequestRate;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.UsageCalendar;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that send bad, odd or malicious HTTP. */
class HostileClientTest {

    private static final String ASK = "{\"model\":\"openai/gpt-oss-20b\",\"messages\":[]}";
    private static final String BODY =
            "{\"model\":\"openai/gpt-oss-20b\",\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}";
    private static final String ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY;
    private static final String CHUNKED =
            "POST /openai/v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";

    @Test
    void thousands_of_pipelined_requests_are_all_answered() throws Exception {
        int count = 3_000;
        try (RawUpstream groq = RawUpstream.answering(ANSWER);
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            client.send(post(ASK)
                    + "GET /x HTTP/1.1\r\n\r\n".repeat(count)
                    + post(ASK).replace("Host", "Connection: close\r\nHost"));
            String answers = client.readAll();
            assertThat(answers.split("HTTP/1.1 404 ", -1)).hasSize(count + 1);
            assertThat(answers.split(BODY.substring(0, 30).replace("{", "\\{"), -1))
                    .hasSize(3);
            assertThat(gateway.records()).hasSize(2);
        }
    }

    @Test
    void a_body_in_chunks_of_one_byte_is_not_held_back_byte_by_byte() {
        RequestBody body = new RequestBody(
                Endpoint.CHAT,
                new KeyScope(null),
                new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/"),
                false);
        int pieces = 0;
        while (!body.canOpen()) {
            body.hold(new DefaultHttpContent(Unpooled.wrappedBuffer(new byte[] {' '})));
            pieces++;
        }
        body.release();
        assertThat(pieces).isLessThan(20_000);
    }

    @Test
    void a_broken_chunk_in_a_request_is_a_400_that_says_so_and_nothing_reaches_Groq() throws Exception {
        try (RawUpstream groq = RawUpstream.answering(ANSWER);
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            client.send(CHUNKED + "5\r\n{\"mod\r\nzz\r\n");
            assertThat(client.readAll()).startsWith("HTTP/1.1 400").contains("malformed_http");
            assertThat(groq.requests()).isEmpty();
            assertThat(gateway.store().openCalls()).isEmpty();
        }
    }

    @Test
    void a_request_that_breaks_after_its_early_answer_is_not_answered_twice() throws Exception {
        try (RawUpstream groq = RawUpstream.answering(ANSWER);
                RunningGateway gateway = new RunningGateway(groq.url(), options -> options.withApiKey("gsk_x"));
                RawClient client = new RawClient(gateway.port())) {
            client.send(CHUNKED.replace("localhost", "evil.example") + "5\r\n{\"mod\r\n");
            assertThat(client.readUntil("}\n")).startsWith("HTTP/1.1 403");
            client.send("zz\r\n\r\n");
            assertThat(client.readAll()).isEmpty();
        }
    }

    @Test
    void a_header_bomb_of_megabytes_still_gets_its_431_instead_of_a_reset() throws Exception {
        try (RawUpstream groq = RawUpstream.answering(ANSWER);
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            client.send("GET /openai/v1/models HTTP/1.1\r\n");
            for (int i = 0; i < 64; i++) {
                client.send("X-" + i + ": " + "a".repeat(60_000) + "\r\n");
            }
            assertThat(client.readAll()).startsWith("HTTP/1.1 431").contains("headers_too_large");
        }
    }

    @Test
    void an_absolute_URI_leads_where_its_path_leads() throws Exception {
        try (RawUpstream groq = RawUpstream.answering(ANSWER);
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            client.send(post(ASK).replace("POST ", "POST http://localhost:" + gateway.port()));
            assertThat(client.readUntil(BODY)).startsWith("HTTP/1.1 200");
            assertThat(groq.requests().get(0)).startsWith("POST /openai/v1/chat/completions HTTP/1.1\r\n");
        }
    }

    @Test
    void other_spellings_of_a_path_are_metered_as_the_path_they_mean() throws Exception {
        try (RawUpstream groq = RawUpstream.answering(ANSWER);
                RunningGateway gateway = new RunningGateway(groq.url())) {
            String[] spellings = {
                "//chat/completions",
                "/chat/completions/",
                "/./chat//completions",
                "/chat%2Fcompletions",
                "/ch%61t/completions",
                "/chat;v=1/completions",
                "/Chat/Completions",
            };
            for (String spelling : spellings) {
                try (RawClient client = new RawClient(gateway.port())) {
                    client.send(post(ASK).replace("/chat/completions", spelling))
                            .readUntil(BODY);
                }
                assertThat(groq.requests().get(groq.requests().size() - 1))
                        .startsWith("POST /openai/v1" + spelling + " ");
            }
            assertThat(gateway.records())
                    .hasSize(spellings.length)
                    .allSatisfy(record -> assertThat(record.call().endpoint()).isEqualTo(Endpoint.CHAT));
        }
    }

    @Test
    void raw_UTF8_in_a_query_reaches_Groq_as_the_same_bytes() throws Exception {
        try (RawUpstream groq = RawUpstream.answering(ANSWER);
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            byte[] request =
                    "GET /openai/v1/models?q=añ€ HTTP/1.1\r\nHost: localhost\r\nX-Name: añ€\r\n\r\n".getBytes(UTF_8);
            client.send(request).readUntil(BODY);
            String bytes = new String("añ€".getBytes(UTF_8), ISO_8859_1);
            assertThat(groq.requests().get(0))
                    .startsWith("GET /openai/v1/models?q=" + bytes + " HTTP/1.1\r\n")
                    .contains("X-Name: " + bytes + "\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/x/../chat/completions",
                "/%2e%2e/v1/models",
                "/models/%2E%2e/batches",
                "/models/..%2fbatches",
                "/models/..;x/batches",
                "/models%2f..%2fbatches",
                "/models/%252e%252e/batches",
                "/models/..\\batches",
                "/models%5c..%5cbatches",
                "/models/..",
                "/chat/completions%00",
                "/chat/completions#x"
            })
    void a_path_of_two_meanings_is_refused(String path) throws Exception {
        try (RawUpstream groq = RawUpstream.answering(ANSWER);
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            client.send(post(ASK).replace("/chat/completions", path));
            assertThat(client.readUntil("}\n")).startsWith("HTTP/1.1 400").contains("misleading_path");
            assertThat(groq.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: localhost\r\nHost: evil.example",
                "Host: localhost\r\nAuthorization: Bearer gsk_a\r\nAuthorization: Bearer gsk_b",
                "Host: localhost\r\nContent-Type: application/json\r\nContent-Type: text/plain",
                "Host: localhost\r\nTransfer-Encoding: gzip, chunked",
                "Host: localhost\r\nTransfer-Encoding: chunked, chunked",
                "Host: localhost\r\nTransfer-Encoding: identity",
                "Host: localhost\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: gzip",
                "Host: localhost\r\nTransfer-Encoding: xchunked",
                "Host: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 4",
                "Host: localhost\r\nContent-Length: 4\r\nContent-Length: 5",
                "Host: localhost\r\nContent-Length: +4"
            })
    void a_head_of_two_readings_is_refused_and_the_connection_ends(String headers) throws Exception {
        try (RawUpstream groq = RawUpstream.answering(ANSWER);
                RunningGateway gateway = new RunningGateway(groq.url(), options -> options.withApiKey("gsk_gateway"));
                RawClient client = new RawClient(gateway.port())) {
            client.send("POST /openai/v1/chat/completions HTTP/1.1\r\n" + headers + "\r\n\r\n0\r\n\r\n" + post(ASK));
            assertThat(client.readAll())
                    .matches("(?s)HTTP/1.1 (400|501).*")
                    .contains("connection: close")
                    .doesNotContain("200 OK");
            assertThat(groq.requests()).isEmpty();
        }
    }

    @Test
    void what_a_connection_names_takes_neither_the_key_nor_the_framing_along() throws Exception {
        try (RawUpstream groq = RawUpstream.answering(ANSWER);
                RunningGateway gateway = new RunningGateway(groq.url(), options -> options.withApiKey("gsk_gateway"));
                RawClient client = new RawClient(gateway.port())) {
            client.send(post(ASK)
                    .replace("Host", "Connection: authorization, content-length, x-secret\r\nX-Secret: 1\r\nHost"));
            assertThat(client.readUntil(BODY)).startsWith("HTTP/1.1 200");
            assertThat(groq.requests().get(0).toLowerCase(Locale.ROOT))
                    .contains("authorization: bearer gsk_gateway")
                    .contains("content-length: " + ASK.length())
                    .doesNotContain("x-secret");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "CONNECT", "PUT", "PATCH", "PROPFIND", "post", "GROQ"})
    void a_method_that_Groq_does_not_have_is_told_which_there_are(String method) throws Exception {
        try (RawUpstream groq = RawUpstream.answering(ANSWER);
                RunningGateway gateway = new RunningGateway(groq.url(), options -> options.withApiKey("gsk_gateway"))) {
            for (String path : new String[] {"/openai/v1/models", "/openai/v1/chat/completions"}) {
                try (RawClient client = new RawClient(gateway.port())) {
                    client.send(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
                    assertThat(client.readUntil("}\n"))
                            .startsWith("HTTP/1.1 405")
                            .contains("allow: GET, HEAD, POST, DELETE, OPTIONS\r\n");
                }
            }
            try (RawClient client = new RawClient(gateway.port())) {
                client.send(method + " /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(client.readUntil("}\n")).startsWith("HTTP/1.1 405").contains("allow: GET, HEAD\r\n");
            }
            assertThat(groq.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/openai/v1/chat/completions", "/api/keys", "/nothing"})
    void who_is_refused_while_his_body_is_owed_is_not_waited_for(String path) throws Exception {
        try (RawUpstream groq = RawUpstream.answering(ANSWER);
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            client.send("POST " + path + " HTTP/1.1\r\nHost: evil.example\r\nAuthorization: Bearer gm_dead\r\n"
                    + "Expect: 100-continue\r\nContent-Length: 9\r\n\r\n");
            assertThat(client.readAll()).startsWith("HTTP/1.1 40").contains("connection: close");
        }
    }

    @Test
    void who_is_refused_and_owes_nothing_may_ask_again_on_the_same_connection() throws Exception {
        try (RawUpstream groq = RawUpstream.answering(ANSWER);
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            client.send("GET /openai/v1/models HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer gm_dead\r\n\r\n");
            assertThat(client.readUntil("}\n")).startsWith("HTTP/1.1 401");
            assertThat(client.send(post(ASK)).readUntil(BODY)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void a_request_that_comes_too_slowly_is_told_so_and_let_go() throws Exception {
        MinRequestRate hasty = new MinRequestRate(Duration.ofMillis(50), 1_000_000);
        try (RawUpstream groq = RawUpstream.answering(ANSWER);
                RunningGateway gateway = new RunningGateway(
                        groq.url(),
                        options -> options,
                        new InMemoryUsageStore(new UsageCalendar(ZoneOffset.UTC)),
                        ClientLimits.defaults().withMinRate(hasty))) {
            String half = post(ASK).substring(0, post(ASK).length() - 3);
            for (String slow :
                    new String[] {half, "GET /healthz HTT", half.replace("openai/v1/chat/completions", "login")}) {
                try (RawClient client = new RawClient(gateway.port())) {
                    assertThat(client.send(slow).readAll())
                            .startsWith("HTTP/1.1 408")
                            .contains("request_timeout");
                }
            }
            assertThat(groq.requests()).isEmpty();
            assertThat(gateway.store().openCalls()).isEmpty();
        }
    }

    @Test
    void who_takes_no_answers_for_long_gets_each_of_them_all_the_same() throws Exception {
        int count = 30;
        try (RawUpstream groq = RawUpstream.answering(ANSWER);
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            CompletableFuture<Void> asking = CompletableFuture.runAsync(() -> {
                try {
                    client.send("GET /openapi.yaml HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(count - 1)
                            + "GET /openapi.yaml HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThat(client.readAll().split("HTTP/1.1 200 OK", -1)).hasSize(count + 1);
            asking.get();
        }
    }

    @Test
    void a_CONNECT_is_refused_and_leaves_the_gateway_whole() throws Exception {
        try (RawUpstream groq = RawUpstream.answering("HTTP/1.1 200 OK\r\n\r\nraw bytes, no HTTP");
                RunningGateway gateway = new RunningGateway(groq.url())) {
            for (String target : new String[] {"/openai/v1/models", "example.com:443"}) {
                try (RawClient client = new RawClient(gateway.port())) {
                    assertThat(client.send("CONNECT " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                                    .readUntil("}\n"))
                            .contains("\"error\"")
                            .startsWith("HTTP/1.1 4");
                }
            }
            assertThat(groq.requests()).isEmpty();
        }
    }

    @Test
    void a_call_of_an_old_client_goes_out_as_HTTP11_like_any_other() throws Exception {
        try (RawUpstream groq = RawUpstream.answering(ANSWER);
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            client.send(post(ASK).replace("HTTP/1.1", "HTTP/1.0")).readAll();
            assertThat(groq.requests().get(0)).startsWith("POST /openai/v1/chat/completions HTTP/1.1\r\n");
        }
    }

    @Test
    void a_caller_who_leaves_an_upload_that_was_answered_half_is_recorded_as_aborted() throws Exception {
        CountDownLatch half = new CountDownLatch(1);
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readHead();
                    connection.write(ANSWER.substring(0, ANSWER.length() - 9));
                    half.countDown();
                    while (connection.read() >= 0) {
                        // Until the gateway closes the connection.
                    }
                });
                RunningGateway gateway = new RunningGateway(groq.url())) {
            try (RawClient client = new RawClient(gateway.port())) {
                client.send(
                        "POST /openai/v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000000\r\n\r\n");
                client.send(new byte[2_000_000]);
                half.await();
                client.reset();
            }
            await().until(() -> !gateway.records().isEmpty());
            assertThat(gateway.records())
                    .singleElement()
                    .satisfies(record -> assertThat(record.call().outcome()).isEqualTo(Outcome.ABORTED));
            assertThat(gateway.store().openCalls()).isEmpty();
        }
    }

    @Test
    void trailers_of_a_chunked_upload_arrive_without_ours() throws Exception {
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readHead();
                    StringBuilder body = new StringBuilder();
                    while (!body.toString().endsWith("\r\n\r\n")) {
                        body.append((char) connection.read());
                    }
                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
                    connection.readHead();
                });
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            client.send(
                    CHUNKED + chunk(ASK) + "0\r\nX-Digest: 1\r\nx-groqmeter-user: eve\r\nAuthorization: Bearer eve\r\n"
                            + "Host: eve\r\nContent-Type: eve\r\nConnection: eve\r\n\r\n");
            assertThat(client.readUntil("\r\n\r\n") + client.readUntil("\r\n\r\n"))
                    .contains("X-Digest: 1")
                    .doesNotContain("eve");
        }
    }
}
