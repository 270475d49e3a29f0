package io.groqmeter.gateway.proxy;

import static io.groqmeter.gateway.RawHttp.ANSWER;
import static io.groqmeter.gateway.RawHttp.ASK;
import static io.groqmeter.gateway.RawHttp.STREAM_END;
import static io.groqmeter.gateway.RawHttp.STREAM_HEAD;
import static io.groqmeter.gateway.RawHttp.json;
import static io.groqmeter.gateway.RawHttp.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.gateway.RawClient;
import io.groqmeter.gateway.RawUpstream;
import io.groqmeter.gateway.RunningGateway;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Where messages begin and end: the edge cases of HTTP/1.1 that proxies get wrong. */
class FramingTest {

    private static final String BODY =
            "{\"model\":\"openai/gpt-oss-20b\",\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}";

    @Test
    void pipelined_requests_are_answered_in_order_on_one_connection() throws Exception {
        AtomicInteger count = new AtomicInteger();
        try (RawUpstream groq = new RawUpstream(connection -> {
                    while (connection.readRequest() != null) {
                        connection.write(json("X-N: " + count.incrementAndGet() + "\r\n", ANSWER));
                    }
                });
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            client.send(post(ASK) + post(ASK) + "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n" + post(ASK));
            assertThat(client.readUntil(ANSWER)).contains("X-N: 1");
            assertThat(client.readUntil(ANSWER)).contains("X-N: 2");
            assertThat(client.readUntil(ANSWER)).contains("\"status\"").contains("X-N: 3");
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
    void a_client_that_waits_for_100_continue_gets_it() throws Exception {
        try (RawUpstream groq = RawUpstream.answering(json(ANSWER));
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            client.send("POST /openai/v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
                    + "Content-Length: " + ASK.length() + "\r\n\r\n");
            assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 100");
            client.send(ASK);
            assertThat(client.readUntil(ANSWER)).startsWith("HTTP/1.1 200");
            assertThat(groq.requests().get(0)).doesNotContain("Expect");
        }
    }

    @Test
    void a_body_that_ends_with_the_connection_arrives_whole_and_well_framed() throws Exception {
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    connection.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + ANSWER);
                });
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            String answer = client.send(post(ASK)).readUntil("0\r\n\r\n");
            assertThat(answer).contains("transfer-encoding: chunked").contains(ANSWER);
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
    void a_request_with_two_lengths_or_a_malformed_head_is_refused_and_nothing_reaches_Groq() throws Exception {
        try (RawUpstream groq = RawUpstream.answering(json(ANSWER));
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
}
