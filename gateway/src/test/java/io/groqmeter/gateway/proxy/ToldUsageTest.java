package io.groqmeter.gateway.proxy;

import static io.groqmeter.gateway.RawHttp.ASK;
import static io.groqmeter.gateway.RawHttp.STREAM_END;
import static io.groqmeter.gateway.RawHttp.STREAM_HEAD;
import static io.groqmeter.gateway.RawHttp.event;
import static io.groqmeter.gateway.RawHttp.json;
import static io.groqmeter.gateway.RawHttp.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.gateway.RawClient;
import io.groqmeter.gateway.RawUpstream;
import io.groqmeter.gateway.RunningGateway;
import io.groqmeter.store.Remainder;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.UsageBasis;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any usage that an answer reports, anywhere in it, counts; and nothing else makes a call free. */
class ToldUsageTest {

    private static final String TEXT =
            "{\"model\":\"openai/gpt-oss-20b\",\"choices\":[{\"delta\":{\"content\":\"hi\"}}]%s}";
    private static final String USAGE =
            "{\"choices\":[],\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":100,\"total_tokens\":1100}}";

    private static UsageRecord recordOf(String answer) throws Exception {
        try (RawUpstream groq = RawUpstream.answering(answer);
                RunningGateway gateway = new RunningGateway(groq.url())) {
            assertThat(gateway.chat(ASK).statusCode()).isEqualTo(200);
            assertThat(gateway.records()).hasSize(1);
            return gateway.records().get(0);
        }
    }

    private static String text(String more) {
        return event(TEXT.formatted(more));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"prompt_tokens\":1000}",
                "{\"prompt_tokens\":1000,\"completion_tokens\":null}",
                "{\"prompt_tokens\":1000,\"completion_tokens\":-1}",
                "{\"prompt_tokens\":1000,\"completion_tokens\":0.5}",
                "{\"prompt_tokens\":1000,\"completion_tokens\":0}"
            })
    void a_side_that_was_not_told_is_estimated_and_not_free(String usage) throws Exception {
        String whole = "{\"model\":\"openai/gpt-oss-20b\",\"choices\":[{\"message\":{\"content\":\"hello world!\"}}],"
                + "\"usage\":" + usage + "}";
        UsageRecord record = recordOf(json(whole));

        assertThat(record.usage().basis()).isEqualTo(UsageBasis.ESTIMATED);
        assertThat(record.usage().inputTokens()).hasValue(1000);
        assertThat(record.usage().outputTokens()).hasValue(3);
        assertThat(record.call().outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void what_was_told_bounds_what_it_may_have_cost() throws Exception {
        for (Map.Entry<String, String> each : Map.of(
                        "{\"total_tokens\":1000}",
                        "0.000375",
                        "{\"prompt_tokens\":1000}",
                        "0.0197358",
                        "{\"prompt_tokens\":1000,\"completion_tokens\":0,\"total_tokens\":1000}",
                        "0.0197358")
                .entrySet()) {
            String whole = "{\"model\":\"openai/gpt-oss-20b\",\"choices\":[{\"message\":{\"content\":\"hi\"}}],"
                    + "\"usage\":" + each.getKey() + "}";
            try (RawUpstream groq = RawUpstream.answering(json(whole));
                    RunningGateway gateway = new RunningGateway(groq.url())) {
                gateway.chat(ASK);
                assertThat(gateway.store().openCalls()).singleElement().satisfies(rest -> assertThat(
                                Remainder.counted(rest).add(rest.worstCaseCost().orElseThrow()))
                        .isEqualByComparingTo(each.getValue()));
            }
        }
    }

    @Test
    void an_answer_with_text_and_no_usage_is_estimated() throws Exception {
        UsageRecord record = recordOf(STREAM_HEAD + text("") + text("") + STREAM_END);

        assertThat(record.usage().basis()).isEqualTo(UsageBasis.ESTIMATED);
        assertThat(record.usage().outputTokens()).hasValue(2);
        assertThat(record.usage().inputTokens()).hasValue((ASK.length() + 3) / 4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"error\":null",
                ",\"error\":\"\"",
                ",\"error\":\" \"",
                ",\"error\":false",
                ",\"error\":0",
                ",\"error\":{}",
                ",\"error\":[]",
                ",\"error\":{\"message\":null,\"code\":\"\"}",
                ",\"x_groq\":{\"id\":\"r\",\"error\":\"\"}",
                ",\"model\":\"\"",
                ",\"usage\":{}"
            })
    void an_odd_field_changes_nothing(String field) throws Exception {
        UsageRecord record = recordOf(STREAM_HEAD + text("") + text(field) + event(USAGE) + STREAM_END);

        assertThat(record.call().outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(record.call().responseModel()).isEqualTo("openai/gpt-oss-20b");
        assertThat(record.cost()).isEqualByComparingTo("0.000105");
    }

    @Test
    void usage_behind_an_error_counts_and_the_call_failed() throws Exception {
        UsageRecord record =
                recordOf(STREAM_HEAD + text("") + event("{\"error\":{\"message\":\"x\"}}") + event(USAGE) + STREAM_END);

        assertThat(record.call().outcome()).isEqualTo(Outcome.ERROR);
        assertThat(record.cost()).isEqualByComparingTo("0.000105");
    }

    @Test
    void usage_behind_done_counts_until_the_last_byte_and_done_waits_for_it() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    connection.write(STREAM_HEAD + text("") + event("[DONE]"));
                    done.await();
                    connection.write(event(USAGE));
                    connection.write("0\r\n\r\n");
                    connection.readRequest();
                });
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            client.send(post(ASK)).readUntil("\r\n\r\n");
            done.countDown();
            client.readUntil("[DONE]");
            assertThat(gateway.records()).singleElement().satisfies(record -> assertThat(record.cost())
                    .isEqualByComparingTo("0.000105"));
            client.readUntil("0\r\n\r\n");
        }
    }

    @Test
    void a_groq_that_keeps_its_answer_open_behind_done_does_not_keep_the_caller() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    connection.write(STREAM_HEAD + text("") + event(USAGE) + event("[DONE]"));
                    over.await();
                });
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            client.send(post(ASK)).readUntil("[DONE]");
            assertThat(gateway.records()).singleElement().satisfies(record -> {
                assertThat(record.call().outcome()).isEqualTo(Outcome.COMPLETED);
                assertThat(record.cost()).isEqualByComparingTo("0.000105");
                assertThat(record.call().timings().total())
                        .hasValueSatisfying(time -> assertThat(time).isLessThan(ProxyOptions.TAIL_TIMEOUT));
            });
            over.countDown();
        }
    }

    @Test
    void a_stream_that_breaks_behind_done_is_complete() throws Exception {
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    connection.write(STREAM_HEAD + text("") + event(USAGE) + event("[DONE]"));
                });
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            assertThat(client.send(post(ASK)).readAll()).contains("[DONE]");
            assertThat(gateway.records()).singleElement().satisfies(record -> {
                assertThat(record.call().outcome()).isEqualTo(Outcome.COMPLETED);
                assertThat(record.cost()).isEqualByComparingTo("0.000105");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "incomplete", "cancelled"})
    void a_responses_answer_ends_the_same_whole_as_streamed(String status) throws Exception {
        String answer = "{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"" + status
                + "\",\"model\":\"openai/gpt-oss-20b\",\"usage\":{\"input_tokens\":1000,\"output_tokens\":100}}";
        UsageRecord whole = response(json(answer));
        UsageRecord streamed = response(STREAM_HEAD
                + event("{\"type\":\"response." + status + "\",\"response\":" + answer + "}") + "0\r\n\r\n");

        assertThat(whole.call().outcome())
                .isEqualTo(streamed.call().outcome())
                .isEqualTo(status.equals("incomplete") ? Outcome.COMPLETED : Outcome.ERROR);
        assertThat(whole.cost()).isEqualByComparingTo(streamed.cost()).isEqualByComparingTo("0.000105");
    }

    private static UsageRecord response(String answer) throws Exception {
        try (RawUpstream groq = RawUpstream.answering(answer);
                RunningGateway gateway = new RunningGateway(groq.url())) {
            gateway.post("/openai/v1/responses", "{\"model\":\"openai/gpt-oss-20b\",\"input\":\"hi\"}");
            return gateway.records().get(0);
        }
    }

    @Test
    void an_error_in_a_200_is_an_error_and_costs_nothing() throws Exception {
        UsageRecord record = recordOf(json("{\"error\":{\"message\":\"over capacity\",\"type\":\"server_error\"}}"));

        assertThat(record.call().outcome()).isEqualTo(Outcome.ERROR);
        assertThat(record.usage().basis()).isEqualTo(UsageBasis.UNKNOWN);
        assertThat(record.cost()).isZero();
    }

    @Test
    void the_header_tells_the_cost_of_a_path_nobody_knows() throws Exception {
        try (RawUpstream groq = RawUpstream.answering(json("{\"model\":\"openai/gpt-oss-20b\"," + USAGE.substring(1)));
                RunningGateway gateway = new RunningGateway(groq.url())) {
            HttpResponse<String> answer = gateway.post("/openai/v1/completions", ASK);
            assertThat(answer.headers().firstValue("x-groqmeter-cost-usd")).hasValue("0.000105");
        }
    }
}
