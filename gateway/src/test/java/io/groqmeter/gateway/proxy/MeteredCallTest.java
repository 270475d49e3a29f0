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
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.UsageBasis;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What is in the books after a call. */
class MeteredCallTest {

    private static final String ASK = "{\"messages\":[],\"model\":\"openai/gpt-oss-20b\"}";
    private static final String BODY = "{\"id\":\"chatcmpl-1\",\"model\":\"openai/gpt-oss-20b\",\"choices\":[],"
            + "\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":100,\"total_tokens\":1100}}";
    private static final String ANSWER = json(BODY);

    @Test
    void a_plain_answer_is_recorded_with_its_tokens_and_exact_cost_before_it_arrives() throws Exception {
        try (RawUpstream groq = RawUpstream.answering(ANSWER);
                RunningGateway gateway = new RunningGateway(groq.url())) {
            HttpResponse<String> answer = gateway.chat(ASK, "x-groqmeter-project", "web", "authorization", "Bearer k");

            assertThat(answer.body()).isEqualTo(BODY);
            assertThat(gateway.records()).hasSize(1);
            UsageRecord record = gateway.records().get(0);
            assertThat(record.usage().inputTokens()).hasValue(1000);
            assertThat(record.usage().outputTokens()).hasValue(100);
            // 1000 x 0.075 / 1M + 100 x 0.30 / 1M
            assertThat(record.cost()).isEqualByComparingTo("0.000105");
            assertThat(record.attribution().project()).isEqualTo("web");
            assertThat(record.attribution().key()).startsWith("key-").doesNotContain("Bearer");
            assertThat(answer.headers().firstValue("x-groqmeter-id")).hasValue(record.id());
            assertThat(answer.headers().firstValue("x-groqmeter-cost-usd")).hasValue("0.000105");
            assertThat(gateway.store().openCalls()).isEmpty();
            assertThat(groq.requests().get(0)).doesNotContainIgnoringCase("x-groqmeter");
        }
    }

    @Test
    void a_stream_is_recorded_before_its_done_arrives() throws Exception {
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    connection.write(STREAM_HEAD);
                    connection.write(
                            event(
                                    "{\"id\":\"x\",\"model\":\"openai/gpt-oss-20b\",\"choices\":[{\"delta\":{\"content\":\"hi\"}}]}"));
                    connection.write(event(
                            "{\"choices\":[],\"x_groq\":{\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}}"));
                    connection.write(STREAM_END);
                    connection.readRequest();
                });
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            client.send(post(ASK.replace("}", ",\"stream\":true}")));
            String head = client.readUntil("\r\n\r\n");
            client.readUntil("[DONE]");
            assertThat(head).contains("200 OK");
            assertThat(gateway.records()).singleElement().satisfies(record -> {
                assertThat(record.usage().inputTokens()).hasValue(7);
                assertThat(record.usage().outputTokens()).hasValue(3);
                assertThat(record.call().streamed()).isTrue();
                assertThat(record.call().outcome()).isEqualTo(Outcome.COMPLETED);
            });
        }
    }

    @Test
    void a_caller_who_hangs_up_is_charged_what_Groq_tells_at_the_end() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    connection.write(STREAM_HEAD);
                    connection.write(
                            event("{\"model\":\"openai/gpt-oss-20b\",\"choices\":[{\"delta\":{\"content\":\"hi\"}}]}"));
                    gone.await();
                    connection.write(
                            event("{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":30}}"));
                    connection.write(STREAM_END);
                    connection.readRequest();
                });
                RunningGateway gateway = new RunningGateway(groq.url())) {
            try (RawClient client = new RawClient(gateway.port())) {
                client.send(post(ASK)).readUntil("hi");
                client.reset();
            }
            await().until(() -> gateway.server().connections() == 0);
            gone.countDown();
            await().until(() -> !gateway.records().isEmpty());
            assertThat(gateway.records()).singleElement().satisfies(record -> {
                assertThat(record.call().outcome()).isEqualTo(Outcome.ABORTED);
                assertThat(record.usage().basis()).isEqualTo(UsageBasis.MEASURED);
                assertThat(record.usage().outputTokens()).hasValue(30);
            });
        }
    }

    @Test
    void a_stream_that_is_given_up_is_charged_by_an_estimate_and_never_free() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    connection.write(STREAM_HEAD);
                    connection.write(
                            event("{\"model\":\"openai/gpt-oss-20b\",\"choices\":[{\"delta\":{\"content\":\"hi\"}}]}"));
                    over.await();
                });
                RunningGateway gateway = new RunningGateway(
                        groq.url(), options -> options.withOnAbort(OnAbort.CANCEL, Duration.ofSeconds(1)))) {
            try (RawClient client = new RawClient(gateway.port())) {
                client.send(post(ASK)).readUntil("hi");
                client.reset();
            }
            await().until(() -> !gateway.records().isEmpty());
            over.countDown();
            assertThat(gateway.records()).singleElement().satisfies(record -> {
                assertThat(record.call().outcome()).isEqualTo(Outcome.ABORTED);
                assertThat(record.usage().basis()).isEqualTo(UsageBasis.ESTIMATED);
                assertThat(record.cost()).isPositive();
            });
        }
    }

    @Test
    void an_error_of_Groq_is_recorded_with_its_status_and_no_cost() throws Exception {
        String body = "{\"error\":{\"message\":\"slow down\",\"type\":\"tokens\",\"code\":\"rate_limit_exceeded\"}}";
        try (RawUpstream groq = RawUpstream.answering("HTTP/1.1 429 Too Many Requests\r\nretry-after: 7\r\n"
                        + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
                RunningGateway gateway = new RunningGateway(groq.url())) {
            HttpResponse<String> answer = gateway.chat(ASK);
            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.body()).isEqualTo(body);
            assertThat(answer.headers().firstValue("retry-after")).hasValue("7");
            assertThat(gateway.records()).singleElement().satisfies(record -> {
                assertThat(record.call().status()).isEqualTo(429);
                assertThat(record.call().outcome()).isEqualTo(Outcome.ERROR);
                assertThat(record.cost()).isZero();
            });
        }
    }

    @Test
    void a_list_of_models_is_counted_and_not_priced() throws Exception {
        try (RawUpstream groq = RawUpstream.answering(ANSWER);
                RunningGateway gateway = new RunningGateway(groq.url())) {
            assertThat(gateway.get("/openai/v1/models?x=%20y").statusCode()).isEqualTo(200);
            assertThat(groq.requests().get(0)).startsWith("GET /openai/v1/models?x=%20y HTTP/1.1\r\n");
            assertThat(gateway.records()).singleElement().satisfies(record -> {
                assertThat(record.call().endpoint()).isEqualTo(Endpoint.MODELS);
                assertThat(record.cost()).isZero();
            });
        }
    }

    @Test
    void a_connection_that_ends_before_the_answer_leaves_the_call_unsettled_and_is_not_tried_again() throws Exception {
        try (RawUpstream groq = new RawUpstream(connection -> connection.readRequest());
                RunningGateway gateway = new RunningGateway(groq.url())) {
            HttpResponse<String> answer = gateway.chat(ASK);
            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.body()).contains("\"upstream_closed\"").contains("unsettled");
            assertThat(groq.requests()).hasSize(1);
            assertThat(gateway.store().openCalls()).singleElement().satisfies(call -> {
                assertThat(call.requestModel()).isEqualTo("openai/gpt-oss-20b");
                assertThat(call.worstCaseCost()).isPresent();
            });
        }
    }

    @Test
    void an_upstream_that_is_not_there_is_a_502_that_says_so_and_costs_nothing() throws Exception {
        int port;
        try (RawUpstream closed = RawUpstream.answering("")) {
            port = closed.port();
        }
        try (RunningGateway gateway = new RunningGateway("http://127.0.0.1:" + port)) {
            HttpResponse<String> answer = gateway.chat(ASK);
            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.body())
                    .contains("upstream_unreachable", "127.0.0.1:" + port, "GROQ_BASE_URL or --upstream")
                    .doesNotContain("Exception");
            assertThat(gateway.store().openCalls()).isEmpty();
            assertThat(gateway.records()).singleElement().satisfies(record -> assertThat(record.cost())
                    .isZero());
        }
    }

    @Test
    void an_answer_says_how_its_usage_is_known_and_no_cost_that_is_unknown() throws Exception {
        try (RawUpstream groq = RawUpstream.answering(json("{\"model\":\"openai/gpt-oss-20b\",\"choices\":[]}"));
                RunningGateway gateway = new RunningGateway(groq.url())) {
            HttpResponse<String> answer = gateway.chat(ASK);
            assertThat(answer.headers().firstValue("x-groqmeter-usage-basis")).hasValue("unknown");
            assertThat(answer.headers().firstValue("x-groqmeter-cost-usd")).isEmpty();
        }
        try (RawUpstream groq = RawUpstream.answering(ANSWER);
                RunningGateway gateway = new RunningGateway(groq.url())) {
            HttpResponse<String> answer = gateway.chat(ASK);
            assertThat(answer.headers().firstValue("x-groqmeter-usage-basis")).hasValue("measured");
            assertThat(answer.headers().firstValue("x-groqmeter-warning")).isEmpty();
        }
    }

    @Test
    void an_answer_says_what_of_the_attribution_was_not_taken() throws Exception {
        try (RawUpstream groq = RawUpstream.answering(ANSWER);
                RunningGateway gateway = new RunningGateway(groq.url())) {
            HttpResponse<String> answer = gateway.chat(
                    ASK, "x-groqmeter-tags", "team", "x-groqmeter-projekt", "web", "x-groqmeter-user", "u".repeat(200));
            assertThat(answer.headers().firstValue("x-groqmeter-warning").orElse(""))
                    .contains("x-groqmeter-user is cut")
                    .contains("left out 1 that are not name=value")
                    .contains("x-groqmeter-projekt is not known");
        }
    }
}
