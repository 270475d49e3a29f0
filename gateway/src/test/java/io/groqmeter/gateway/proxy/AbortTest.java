package io.groqmeter.gateway.proxy;

import static io.groqmeter.gateway.RawHttp.chunk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groqmeter.gateway.RawClient;
import io.groqmeter.gateway.RawUpstream;
import io.groqmeter.gateway.RunningGateway;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.Remainder;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.text.Dollars;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.UsageBasis;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A call is never free because its caller hung up, at whatever point of the answer. */
class AbortTest {

    private static final int MOST_TOKENS = 2;
    private static final String STREAM_HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

    /**
     * A stream in one of Groq's shapes: 7 tokens in, 3 out; two pieces of text, of two and three bytes.
     *
     * @param events its events; the last says that it is over
     */
    private record Shape(String name, String path, int firstOutput, int usage, List<String> events) {
        @Override
        public String toString() {
            return name;
        }

        /** The bytes of generated text in the first events. */
        int outputBytes(int seen) {
            return seen <= firstOutput ? 0 : seen == firstOutput + 1 ? 2 : 5;
        }
    }

    private static final String USAGE = "{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10}";

    private static Shape chat(String name, String... ends) {
        Stream<String> begin = Stream.of(
                "data: {\"model\":\"openai/gpt-oss-20b\",\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}",
                "data: {\"model\":\"openai/gpt-oss-20b\",\"choices\":[{\"delta\":{\"content\":\"hi\"}}]}",
                "data: {\"model\":\"openai/gpt-oss-20b\",\"choices\":[{\"delta\":{\"content\":\" ho\"}}]}");
        List<String> events = Stream.concat(Stream.concat(begin, Stream.of(ends)), Stream.of("data: [DONE]"))
                .toList();
        return new Shape(name, "chat/completions", 1, 3, events);
    }

    static List<Shape> shapes() {
        return List.of(
                chat("usage in x_groq", "data: {\"choices\":[{\"delta\":{}}],\"x_groq\":{\"usage\":" + USAGE + "}}"),
                chat("usage of its own", "data: {\"choices\":[{\"delta\":{}}],\"usage\":" + USAGE + "}"),
                chat(
                        "usage in both, and once more",
                        "data: {\"choices\":[{\"delta\":{}}],\"x_groq\":{\"usage\":" + USAGE + "},\"usage\":" + USAGE
                                + "}",
                        "data: {\"choices\":[],\"usage\":" + USAGE + "}"),
                new Shape(
                        "responses",
                        "responses",
                        1,
                        3,
                        List.of(
                                "event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"model\":"
                                        + "\"openai/gpt-oss-20b\",\"usage\":null}}",
                                "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"delta\":\"hi\"}",
                                "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"delta\":\" ho\"}",
                                "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"model\":"
                                        + "\"openai/gpt-oss-20b\",\"usage\":{\"input_tokens\":7,\"output_tokens\":3}}}")));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void with_drain_the_books_are_measured_at_every_boundary(Shape shape) throws Exception {
        try (HungUp call = new HungUp(shape, OnAbort.DRAIN, Duration.ofSeconds(30))) {
            for (int seen = 0; seen < shape.events().size(); seen++) {
                UsageRecord record = call.after(seen).orElseThrow();
                assertThat(record.usage().basis()).as("after %d", seen).isEqualTo(UsageBasis.MEASURED);
                assertThat(record.usage().inputTokens()).hasValue(7);
                assertThat(record.usage().outputTokens()).hasValue(3);
                assertThat(record.call().outcome()).isEqualTo(Outcome.ABORTED);
                assertThat(record.cost()).isPositive();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void with_cancel_they_are_measured_estimated_within_bounds_or_unsettled(Shape shape) throws Exception {
        try (HungUp call = new HungUp(shape, OnAbort.CANCEL, Duration.ofSeconds(30))) {
            for (int seen = 0; seen < shape.events().size(); seen++) {
                holds(shape, seen, call.after(seen));
            }
            assertThat(call.unsettled()).as("a bound is known").allSatisfy(open -> assertThat(open.worstCaseCost())
                    .hasValueSatisfying(cost -> assertThat(cost).isPositive()));
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void when_the_time_to_drain_is_over_it_is_as_with_cancel(Shape shape) throws Exception {
        try (HungUp call = new HungUp(shape, OnAbort.DRAIN, Duration.ofMillis(1))) {
            for (int seen = 0; seen < shape.events().size(); seen++) {
                holds(shape, seen, call.after(seen));
            }
        }
    }

    private static void holds(Shape shape, int seen, Optional<UsageRecord> found) {
        if (shape.outputBytes(seen) == 0) {
            assertThat(found).as("unsettled, after %d", seen).isEmpty();
            return;
        }
        UsageRecord record = found.orElseThrow();
        assertThat(record.cost()).as("after %d", seen).isPositive();
        assertThat(record.call().outcome()).isEqualTo(Outcome.ABORTED);
        if (seen > shape.usage()) {
            assertThat(record.usage().basis()).isEqualTo(UsageBasis.MEASURED);
            assertThat(record.usage().outputTokens()).hasValue(3);
        } else {
            assertThat(record.usage().basis()).isEqualTo(UsageBasis.ESTIMATED);
            assertThat(record.usage().outputTokens().orElseThrow())
                    .isBetween(1L, Math.min(MOST_TOKENS, (long) shape.outputBytes(seen)));
            assertThat(record.usage().inputTokens().orElseThrow()).isBetween(1L, (long) HungUp.ASK.length());
        }
    }

    @Test
    void what_an_estimate_may_fall_short_of_is_in_the_range_of_the_total() throws Exception {
        try (HungUp call = new HungUp(shapes().get(0), OnAbort.CANCEL, Duration.ofSeconds(30))) {
            UsageRecord record = call.after(3).orElseThrow();
            OpenCall rest = call.unsettled().get(0);
            assertThat(Remainder.recordOf(rest)).contains(record.id());
            assertThat(rest.worstCaseCost())
                    .hasValueSatisfying(most -> assertThat(most).isPositive());

            assertThat(call.gateway.get("/api/summary").body())
                    .contains("\"cost_range_usd\":{\"least\":\"0\",\"most\":\""
                            + Dollars.digits(
                                    record.cost().add(rest.worstCaseCost().orElseThrow())) + "\"}");
            assertThat(call.gateway.get("/api/unsettled").body()).contains("\"rest_of\":\"" + record.id() + "\"");
        }
    }

    @ParameterizedTest
    @EnumSource(OnAbort.class)
    void an_answer_that_is_no_stream_is_drained_or_unsettled(OnAbort onAbort) throws Exception {
        String body = "{\"model\":\"openai/gpt-oss-20b\",\"choices\":[],\"usage\":" + USAGE + "}";
        CountDownLatch gone = new CountDownLatch(1);
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    connection.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                            + body.length() + "\r\n\r\n" + body.substring(0, 20));
                    gone.await();
                    connection.write(body.substring(20));
                    connection.readRequest();
                });
                RunningGateway gateway = new RunningGateway(
                        groq.url(), options -> options.withOnAbort(onAbort, Duration.ofSeconds(30)))) {
            try (RawClient client = new RawClient(gateway.port())) {
                client.send(HungUp.post("chat/completions"));
                await().until(() -> !groq.requests().isEmpty());
                client.reset();
            }
            await().until(() -> gateway.server().connections() == 0);
            gone.countDown();
            await().until(() -> settled(gateway) == 1);
            if (onAbort == OnAbort.DRAIN) {
                assertThat(gateway.records().get(0).usage().outputTokens()).hasValue(3);
            } else {
                assertThat(gateway.store().openCalls())
                        .singleElement()
                        .satisfies(call -> assertThat(call.worstCaseCost()).isPresent());
            }
        }
    }

    private static long settled(RunningGateway gateway) {
        return gateway.records().size()
                + gateway.store().openCalls().stream()
                        .filter(call -> call.unsettled() != null
                                && Remainder.recordOf(call).isEmpty())
                        .count();
    }

    /** Calls whose caller hangs up after so many events; Groq goes on when it has. */
    private static final class HungUp implements AutoCloseable {

        static final String ASK =
                "{\"model\":\"openai/gpt-oss-20b\",\"stream\":true,\"messages\":[],\"max_completion_tokens\":"
                        + MOST_TOKENS + ",\"max_output_tokens\":" + MOST_TOKENS + "}";

        private final Shape shape;
        private final boolean cutShort;
        private final RawUpstream groq;
        private final RunningGateway gateway;
        private volatile int seen;
        private volatile CountDownLatch gone = new CountDownLatch(1);

        HungUp(Shape shape, OnAbort onAbort, Duration drainTime) {
            this.shape = shape;
            this.cutShort = onAbort == OnAbort.CANCEL || drainTime.toMillis() < 100;
            this.groq = new RawUpstream(this::serve);
            this.gateway = new RunningGateway(groq.url(), options -> options.withOnAbort(onAbort, drainTime));
        }

        private void serve(RawUpstream.Connection connection) throws IOException, InterruptedException {
            while (connection.readRequest() != null) {
                CountDownLatch clientGone = gone;
                int before = seen;
                connection.write(STREAM_HEAD);
                for (int event = 0; event < before; event++) {
                    connection.write(event(event));
                }
                clientGone.await();
                for (int event = before; event < shape.events().size(); event++) {
                    connection.write(event(event));
                }
                connection.write("0\r\n\r\n");
            }
        }

        private String event(int number) {
            return chunk(shape.events().get(number) + "\n\n: " + mark(number) + "\n\n");
        }

        /** A byte that occurs nowhere else, in a comment at an event's end: no re-chunking can split it. */
        private static String mark(int event) {
            return String.valueOf((char) (1 + event));
        }

        static String post(String path) {
            return "POST /openai/v1/" + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Content-Length: " + ASK.length() + "\r\n\r\n" + ASK;
        }

        /** The call's record; empty when it was left unsettled. */
        Optional<UsageRecord> after(int events) throws IOException {
            seen = events;
            gone = new CountDownLatch(1);
            int records = gateway.records().size();
            long all = settled(gateway);
            try (RawClient client = new RawClient(gateway.port())) {
                client.send(post(shape.path()));
                client.readUntil("\r\n\r\n");
                if (events > 0) {
                    client.readUntil(mark(events - 1));
                }
                client.reset();
            }
            await().until(() -> gateway.server().connections() == 0);
            if (cutShort) {
                await().until(() -> settled(gateway) == all + 1);
            }
            gone.countDown();
            await().until(() -> settled(gateway) == all + 1);
            List<UsageRecord> now = gateway.records();
            return now.size() > records ? Optional.of(now.get(records)) : Optional.empty();
        }

        List<OpenCall> unsettled() {
            return gateway.store().openCalls();
        }

        @Override
        public void close() throws IOException {
            gone.countDown();
            gateway.close();
            groq.close();
        }
    }
}
