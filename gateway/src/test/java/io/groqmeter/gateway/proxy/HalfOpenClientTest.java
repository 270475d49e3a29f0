package io.groqmeter.gateway.proxy;

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
import io.groqmeter.gateway.http.ClientLimits;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.UsageBasis;
import io.groqmeter.usage.UsageCalendar;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Half-open connections: clients that close their sending side, and clients that vanish. */
class HalfOpenClientTest {

    private static final String ASK = "{\"model\":\"openai/gpt-oss-20b\",\"stream\":true,\"messages\":[]}";
    private static final String USAGE = "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":30}";
    private static final String BODY = "{\"model\":\"openai/gpt-oss-20b\",\"choices\":[]," + USAGE + "}";

    /** With timeouts short enough for a test to wait for. */
    private static RunningGateway impatient(RawUpstream groq) {
        return new RunningGateway(
                groq.url(),
                options -> options,
                new InMemoryUsageStore(new UsageCalendar(ZoneOffset.UTC)),
                new ClientLimits(0, Duration.ofMillis(200)));
    }

    @Test
    void who_closes_only_its_sending_side_gets_its_answer() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    closed.await();
                    connection.write(json(BODY));
                    connection.readRequest();
                });
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            client.send(post(ASK));
            await().until(() -> !groq.requests().isEmpty());
            client.sendNoMore();
            closed.countDown();
            assertThat(client.readAll()).startsWith("HTTP/1.1 200").endsWith(BODY);
            assertThat(gateway.records()).singleElement().satisfies(record -> {
                assertThat(record.call().outcome()).isEqualTo(Outcome.COMPLETED);
                assertThat(record.usage().outputTokens()).hasValue(30);
            });
            await().until(() -> gateway.server().connections() == 0);
        }
    }

    @Test
    void so_it_does_when_it_asked_twice_or_for_a_stream() throws Exception {
        String stream = STREAM_HEAD + event("{\"choices\":[]," + USAGE + "}") + STREAM_END;
        try (RawUpstream groq = RawUpstream.answering(stream);
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            client.send(post(ASK) + post(ASK));
            client.sendNoMore();
            assertThat(client.readAll().split("\\[DONE]", -1)).hasSize(3);
            assertThat(gateway.records()).hasSize(2);
            await().until(() -> gateway.server().connections() == 0);
        }
    }

    @Test
    void with_cancel_it_has_hung_up() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    over.await();
                });
                RunningGateway gateway = new RunningGateway(
                        groq.url(), options -> options.withOnAbort(OnAbort.CANCEL, Duration.ofSeconds(30)));
                RawClient client = new RawClient(gateway.port())) {
            client.send(post(ASK));
            await().until(() -> !groq.requests().isEmpty());
            client.sendNoMore();
            assertThat(client.readAll()).isEmpty();
            await().until(() -> gateway.store().openCalls().stream().anyMatch(call -> call.unsettled() != null));
            over.countDown();
        }
    }

    @Test
    void who_stops_reading_for_good_is_let_go_and_charged_what_Groq_tells_at_the_end() throws Exception {
        String content = event("{\"model\":\"openai/gpt-oss-20b\",\"choices\":[{\"delta\":{\"content\":\""
                + "x".repeat(60_000) + "\"}}]}");
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    connection.write(STREAM_HEAD);
                    for (int piece = 0; piece < 500; piece++) {
                        connection.write(content);
                    }
                    connection.write(event("{\"choices\":[]," + USAGE + "}"));
                    connection.write(STREAM_END);
                    connection.readRequest();
                });
                RunningGateway gateway = impatient(groq);
                RawClient client = new RawClient(gateway.port())) {
            client.send(post(ASK));
            await().until(() -> !gateway.records().isEmpty());
            assertThat(gateway.records()).singleElement().satisfies(record -> {
                assertThat(record.call().outcome()).isEqualTo(Outcome.ABORTED);
                assertThat(record.usage().basis()).isEqualTo(UsageBasis.MEASURED);
                assertThat(record.usage().outputTokens()).hasValue(30);
            });
            assertThat(gateway.store().openCalls()).isEmpty();
            assertThat(gateway.server().connections()).isZero();
        }
    }

    @Test
    void who_vanishes_in_the_middle_of_its_request_is_let_go_and_nothing_reaches_Groq() throws Exception {
        try (RawUpstream groq = RawUpstream.answering(json(BODY));
                RunningGateway gateway = impatient(groq);
                RawClient client = new RawClient(gateway.port())) {
            client.send(post(ASK).substring(0, post(ASK).length() - 5));
            assertThat(client.readAll()).isEmpty();
            await().until(() -> gateway.server().connections() == 0);
            assertThat(groq.requests()).isEmpty();
            assertThat(gateway.store().openCalls()).isEmpty();
        }
    }

    @Test
    void who_waits_for_an_answer_longer_than_that_gets_it() throws Exception {
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    await().during(Duration.ofSeconds(1)).until(() -> true);
                    connection.write(json(BODY));
                    connection.readRequest();
                });
                RunningGateway gateway = impatient(groq);
                RawClient client = new RawClient(gateway.port())) {
            assertThat(client.send(post(ASK)).readUntil(BODY)).startsWith("HTTP/1.1 200");
        }
    }
}
