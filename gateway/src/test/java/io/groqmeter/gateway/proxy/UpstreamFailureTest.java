package io.groqmeter.gateway.proxy;

import static io.groqmeter.gateway.RawHttp.ANSWER;
import static io.groqmeter.gateway.RawHttp.ASK;
import static io.groqmeter.gateway.RawHttp.STREAM_END;
import static io.groqmeter.gateway.RawHttp.STREAM_HEAD;
import static io.groqmeter.gateway.RawHttp.event;
import static io.groqmeter.gateway.RawHttp.json;
import static io.groqmeter.gateway.RawHttp.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groqmeter.gateway.RawClient;
import io.groqmeter.gateway.RawUpstream;
import io.groqmeter.gateway.RunningGateway;
import io.groqmeter.store.Remainder;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.UsageBasis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** An upstream that closes early, breaks off or stays silent: the caller gets an error, and the books record what is known. */
class UpstreamFailureTest {

    private static final String BODY =
            "{\"model\":\"openai/gpt-oss-20b\",\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}";

    private static final String STREAM = STREAM_HEAD
            + event("{\"model\":\"openai/gpt-oss-20b\",\"choices\":[{\"delta\":{\"content\":\"hi\"}}]}")
            + event("{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}")
            + STREAM_END;

    @RepeatedTest(10)
    void connections_the_upstream_closes_while_the_next_call_comes_fail_two_in_sixty_at_most() throws Exception {
        Semaphore closing = new Semaphore(0);
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    connection.write(json(ANSWER));
                    closing.acquire();
                });
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            List<String> failed = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                closing.release();
                String answer = client.send(post(ASK)).readUntil("}}");
                if (!answer.contains(" 200 OK")) {
                    failed.add(i + ": " + answer);
                }
            }
            assertThat(failed)
                    .as("a new connection never fails")
                    .noneMatch(each -> each.contains("upstream_unreachable"));
            // One may meet the closing half-way; from then on the gateway knows how long these connections live.
            assertThat(failed).hasSizeLessThanOrEqualTo(2);
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
                        // Reads what still comes until the gateway closes the connection.
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
                        connection.write(json("X-Connection: " + number + "\r\n", BODY));
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

    /** Cuts an answer after every byte, with a reset or a normal close, and expects each call in the books once. */
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
                                    .filter(call -> call.unsettled() != null
                                            && Remainder.recordOf(call).isEmpty())
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
        cutEverywhere(json("", BODY));
    }
}
