package io.groqmeter.gateway.proxy;

import static io.groqmeter.gateway.RawHttp.STREAM_END;
import static io.groqmeter.gateway.RawHttp.STREAM_HEAD;
import static io.groqmeter.gateway.RawHttp.chunk;
import static io.groqmeter.gateway.RawHttp.event;
import static io.groqmeter.gateway.RawHttp.json;
import static io.groqmeter.gateway.RawHttp.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groqmeter.gateway.RawClient;
import io.groqmeter.gateway.RawUpstream;
import io.groqmeter.gateway.RunningGateway;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.testkit.TroubledStore;
import io.groqmeter.usage.UsageBasis;
import io.groqmeter.usage.UsageCalendar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Promise 2's ordering: open on disk before the first byte to Groq, settled on disk before the answer's end. */
class NothingLostTest {

    private static final String ASK = "{\"model\":\"openai/gpt-oss-20b\",\"messages\":[]}";
    private static final String BODY =
            "{\"model\":\"openai/gpt-oss-20b\",\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}";

    private final TroubledStore store = new TroubledStore(new InMemoryUsageStore(new UsageCalendar(ZoneOffset.UTC)));

    @Test
    void groq_sees_nothing_of_a_call_that_is_not_on_disk_as_open() throws Exception {
        try (RawUpstream groq = RawUpstream.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
                RunningGateway gateway = new RunningGateway(groq.url(), options -> options, store);
                RawClient client = new RawClient(gateway.port())) {
            store.stall();
            client.send(post(ASK));
            await().until(store::isWaitedFor);
            await().during(Duration.ofMillis(300)).until(() -> groq.requests().isEmpty());
            store.recover();
            client.readUntil("{}");
            assertThat(groq.requests()).hasSize(1);
        }
    }

    @Test
    void groq_does_not_see_the_end_of_an_upload_before_its_worst_case_is_on_disk() throws Exception {
        String begin = "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-large-v3-turbo\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.raw\"\r\n\r\n";
        String rest = "x".repeat(60_000) + "\r\n--b--\r\n";
        List<OpenCall> onDisk = new CopyOnWriteArrayList<>();
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    onDisk.addAll(store.openCalls());
                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
                });
                RunningGateway gateway = new RunningGateway(groq.url(), options -> options, store);
                RawClient client = new RawClient(gateway.port())) {
            client.send("POST /openai/v1/audio/transcriptions HTTP/1.1\r\nHost: x\r\n"
                    + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: "
                    + (begin.length() + rest.length()) + "\r\n\r\n" + begin);
            await().until(() -> !store.openCalls().isEmpty());
            store.stall();
            client.send(rest);
            await().until(store::isWaitedFor);
            await().during(Duration.ofMillis(300)).until(() -> groq.requests().isEmpty());
            store.recover();
            client.readUntil("{}");
            assertThat(onDisk).singleElement().satisfies(call -> assertThat(call.worstCaseCost())
                    .as("a minute, which 60 kB last at most")
                    .hasValueSatisfying(most -> assertThat(most).isGreaterThan(new BigDecimal("0.0006"))));
        }
    }

    @Test
    void an_answer_does_not_arrive_before_its_record_is_on_disk() throws Exception {
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    store.stall();
                    connection.write(json(BODY));
                    connection.readRequest();
                });
                RunningGateway gateway = new RunningGateway(groq.url(), options -> options, store);
                RawClient client = new RawClient(gateway.port())) {
            client.send(post(ASK));
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> read(client, BODY));
            await().until(store::isWaitedFor);
            await().during(Duration.ofMillis(300)).until(() -> !answer.isDone());
            assertThat(store.openCalls()).hasSize(1);
            store.recover();
            assertThat(answer.join()).endsWith(BODY);
            assertThat(store.openCalls()).isEmpty();
            assertThat(gateway.records()).hasSize(1);
        }
    }

    @Test
    void a_stream_flows_while_the_store_stalls_but_does_not_end() throws Exception {
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    store.stall();
                    // In one write: what comes before the end must not wait with it.
                    connection.write(STREAM_HEAD
                            + event("{\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}")
                            + STREAM_END);
                    connection.readRequest();
                });
                RunningGateway gateway = new RunningGateway(groq.url(), options -> options, store);
                RawClient client = new RawClient(gateway.port())) {
            client.send(post(ASK)).readUntil("\"completion_tokens\":2}}\n\n");
            CompletableFuture<String> end = CompletableFuture.supplyAsync(() -> read(client, "0\r\n\r\n"));
            await().until(store::isWaitedFor);
            await().during(Duration.ofMillis(300)).until(() -> !end.isDone());
            store.recover();
            assertThat(end.join()).contains("[DONE]");
            assertThat(gateway.records()).hasSize(1);
        }
    }

    @Test
    void the_end_of_a_last_event_that_comes_in_two_parts_waits_for_the_record() throws Exception {
        String event = "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":"
                + "{\"usage\":{\"input_tokens\":5,\"output_tokens\":2,\"total_tokens\":7}}}\n\n";
        String ask = "{\"model\":\"openai/gpt-oss-20b\",\"input\":\"hola\",\"stream\":true}";
        CompletableFuture<Void> halfSeen = new CompletableFuture<>();
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    connection.write(STREAM_HEAD + chunk(event.substring(0, 60)));
                    halfSeen.join();
                    store.stall();
                    connection.write(chunk(event.substring(60)) + "0\r\n\r\n");
                    connection.readRequest();
                });
                RunningGateway gateway = new RunningGateway(groq.url(), options -> options, store);
                RawClient client = new RawClient(gateway.port())) {
            client.send("POST /openai/v1/responses HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                            + "Content-Length: " + ask.length() + "\r\n\r\n" + ask)
                    .readUntil(event.substring(20, 60));
            halfSeen.complete(null);
            CompletableFuture<String> end = CompletableFuture.supplyAsync(() -> read(client, "}}}\n\n"));
            await().until(store::isWaitedFor);
            await().during(Duration.ofMillis(300)).until(() -> !end.isDone());
            store.recover();
            end.join();
            assertThat(gateway.records()).hasSize(1);
        }
    }

    @Test
    void a_store_that_fails_for_a_while_loses_nothing() throws Exception {
        try (RawUpstream groq = RawUpstream.answering(json(BODY));
                RunningGateway gateway = new RunningGateway(groq.url(), options -> options, store);
                RawClient client = new RawClient(gateway.port())) {
            store.fail();
            client.send(post(ASK));
            await().until(() -> gateway.meter().queue().failing() != null);
            assertThat(gateway.get("/healthz").statusCode()).isEqualTo(503);
            store.recover();
            client.readUntil(BODY);
            // While the store is known to fail, answers do not wait for it.
            await().untilAsserted(() -> assertThat(gateway.records()).hasSize(1));
            await().until(() -> gateway.meter().queue().failing() == null);
        }
    }

    @Test
    void closing_the_gateway_lets_calls_in_flight_end_and_records_them() throws Exception {
        CompletableFuture<Void> closing = new CompletableFuture<>();
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    closing.join();
                    connection.write(json(BODY));
                    connection.readRequest();
                });
                RunningGateway gateway = new RunningGateway(groq.url(), options -> options, store);
                RawClient client = new RawClient(gateway.port())) {
            client.send(post(ASK));
            await().until(() -> !groq.requests().isEmpty());
            CompletableFuture<Void> closed = CompletableFuture.runAsync(gateway.server()::close);
            closing.complete(null);
            assertThat(client.readAll()).contains("200 OK").endsWith(BODY);
            closed.join();
            assertThat(gateway.records()).hasSize(1);
        }
    }

    @Test
    void what_a_closing_gateway_cuts_is_in_the_books_as_an_estimate_or_unsettled() throws Exception {
        try (RawUpstream groq = new RawUpstream(connection -> {
                    String asked = String.valueOf(connection.readRequest());
                    if (asked.contains("\"stream\":true")) {
                        connection.write(STREAM_HEAD + event("{\"choices\":[{\"delta\":{\"content\":\"Hola\"}}]}"));
                    }
                    connection.readRequest();
                });
                RunningGateway gateway = new RunningGateway(groq.url(), options -> options, store);
                RawClient stream = new RawClient(gateway.port());
                RawClient whole = new RawClient(gateway.port())) {
            stream.send(post("{\"stream\":true,\"model\":\"openai/gpt-oss-20b\",\"messages\":[]}"))
                    .readUntil("Hola");
            whole.send(post(ASK));
            await().until(() -> groq.requests().size() == 2);

            gateway.server().close();
            gateway.meter().close();

            assertThat(gateway.records()).singleElement().satisfies(record -> assertThat(
                            record.rated().usage().basis())
                    .isEqualTo(UsageBasis.ESTIMATED));
            assertThat(store.openCalls())
                    .as("beside what the estimate leaves open")
                    .anySatisfy(call -> assertThat(call.unsettled()).isNotNull());
        }
    }

    private static String read(RawClient client, String end) {
        try {
            return client.readUntil(end);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
