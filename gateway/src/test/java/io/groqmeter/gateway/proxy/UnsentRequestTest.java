package io.groqmeter.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groqmeter.gateway.RawClient;
import io.groqmeter.gateway.RawUpstream;
import io.groqmeter.gateway.RunningGateway;
import io.groqmeter.usage.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Requests whose end Groq never received: it cannot have worked on them, whatever failed. */
class UnsentRequestTest {

    private static final String REFUSAL = "{\"error\":{\"message\":\"Request Entity Too Large\"}}";
    private static final int LARGE = 12_000_000;

    /** A request with a body far larger than sockets hold, or only the first part of it. */
    private static String upload(int bytes) {
        return upload(bytes, LARGE);
    }

    private static String upload(int bytes, int length) {
        String beginning = "{\"model\":\"openai/gpt-oss-20b\",\"messages\":[{\"role\":\"user\",\"content\":\"";
        return "POST /openai/v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + length + "\r\n\r\n" + beginning + "x".repeat(bytes - beginning.length());
    }

    private static String answer(RawClient client, String end) throws IOException {
        try {
            client.send(upload(LARGE));
        } catch (IOException e) {
            // Answered, and closed, before all of it was sent.
        }
        return client.readUntil(end);
    }

    private static void nothingIsBilled(RunningGateway gateway, Outcome outcome, int status) {
        await().until(() -> !gateway.records().isEmpty());
        assertThat(gateway.records()).singleElement().satisfies(record -> {
            assertThat(record.call().outcome()).isEqualTo(outcome);
            assertThat(record.call().status()).isEqualTo(status);
            assertThat(record.cost()).isZero();
        });
        assertThat(gateway.store().openCalls()).isEmpty();
    }

    @RepeatedTest(5)
    void a_server_that_refuses_before_the_body_is_in_and_hangs_up_is_heard() throws Exception {
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readHead();
                    connection.write("HTTP/1.1 413 Payload Too Large\r\nConnection: close\r\nContent-Length: "
                            + REFUSAL.length() + "\r\n\r\n" + REFUSAL);
                });
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            assertThat(answer(client, REFUSAL)).startsWith("HTTP/1.1 413 ").endsWith(REFUSAL);
            nothingIsBilled(gateway, Outcome.ERROR, 413);
        }
    }

    @Test
    void of_a_refusal_that_is_cut_the_status_counts() throws Exception {
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readHead();
                    connection.write("HTTP/1.1 413 Payload Too Large\r\nContent-Type: application/json\r\n"
                            + "Content-Length: 900\r\n\r\n{\"err");
                });
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            assertThat(answer(client, "{\"err")).startsWith("HTTP/1.1 413 ").endsWith("{\"err");
            nothingIsBilled(gateway, Outcome.ERROR, 413);
        }
    }

    @Test
    void a_reset_in_the_middle_of_an_upload_is_an_error_that_costs_nothing() throws Exception {
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readHead();
                    connection.reset();
                });
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            assertThat(answer(client, "}}\n")).startsWith("HTTP/1.1 502 ").contains("not billed");
            nothingIsBilled(gateway, Outcome.ERROR, 502);
        }
    }

    @Test
    void what_the_operating_system_could_take_of_a_request_but_not_send_is_unsent() throws Exception {
        CountDownLatch taken = new CountDownLatch(1);
        int length = 1_500_000;
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readHead();
                    taken.await(1, TimeUnit.SECONDS); // or as much as the buffers on the way have room for
                    connection.reset();
                });
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            client.send(upload(length, length));
            taken.countDown();
            assertThat(client.readUntil("}}\n")).startsWith("HTTP/1.1 502 ").contains("not billed");
            nothingIsBilled(gateway, Outcome.ERROR, 502);
        }
    }

    @Test
    void so_is_a_goodbye_in_the_middle_of_it() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readHead();
                    for (int left = 1_200_000; left > 0; left--) {
                        connection.read();
                    }
                    gone.countDown();
                });
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            client.send(upload(1_200_000));
            gone.await();
            assertThat(client.readUntil("}}\n")).startsWith("HTTP/1.1 502 ").contains("not billed");
            nothingIsBilled(gateway, Outcome.ERROR, 502);
        }
    }

    @Test
    void so_is_a_server_that_takes_no_more_of_it() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (RawUpstream groq = new RawUpstream(connection -> over.await());
                RunningGateway gateway =
                        new RunningGateway(groq.url(), options -> options.withAnswerTime(Duration.ofSeconds(1)));
                RawClient client = new RawClient(gateway.port())) {
            assertThat(answer(client, "}}\n")).startsWith("HTTP/1.1 504 ").contains("not billed");
            over.countDown();
            nothingIsBilled(gateway, Outcome.ERROR, 504);
        }
    }

    @Test
    void a_caller_who_leaves_while_the_rest_still_waits_to_go_out_is_not_billed() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (RawUpstream groq = new RawUpstream(connection -> over.await());
                RunningGateway gateway = new RunningGateway(groq.url())) {
            try (RawClient client = new RawClient(gateway.port())) {
                client.send(upload(1_200_000));
                await().until(() -> !gateway.store().openCalls().isEmpty());
                client.reset();
            }
            nothingIsBilled(gateway, Outcome.ABORTED, 0);
            over.countDown();
        }
    }
}
