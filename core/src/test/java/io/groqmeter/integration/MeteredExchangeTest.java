package io.groqmeter.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.groqmeter.CallContext;
import io.groqmeter.UsageMeter;
import io.groqmeter.store.RecordQuery;
import io.groqmeter.store.Remainder;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.UsageBasis;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MeteredExchangeTest {

    private static final URI CHAT = URI.create("https://api.groq.com/openai/v1/chat/completions");
    private static final String ASK = "{\"model\":\"llama-3.3-70b-versatile\",\"stream\":false}";
    private static final String ANSWER = "{\"id\":\"chatcmpl-1\",\"model\":\"llama-3.3-70b-versatile\",\"choices\":[],"
            + "\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":20,\"total_tokens\":120}}";
    private static final String PIECE = "data: {\"id\":\"chatcmpl-2\",\"model\":\"llama-3.3-70b-versatile\","
            + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hello\"}}]}\n\n";
    private static final String LAST = "data: {\"id\":\"chatcmpl-2\",\"model\":\"llama-3.3-70b-versatile\","
            + "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],"
            + "\"x_groq\":{\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10}}}\n\n";
    private static final String STREAM = "text/event-stream";

    private final UsageMeter meter = UsageMeter.builder().build();

    @AfterEach
    void close() {
        meter.close();
    }

    @Test
    void a_whole_answer_is_counted_at_its_end() {
        MeteredExchange exchange = sent(ASK);
        assertThat(meter.store().openCalls()).singleElement().satisfies(open -> assertThat(open.requestModel())
                .isEqualTo("llama-3.3-70b-versatile"));

        exchange.answer(200, "application/json");
        exchange.body(bytes(ANSWER.substring(0, 50)));
        exchange.body(bytes(ANSWER.substring(50)));
        assertThat(records()).isEmpty();
        exchange.end();

        UsageRecord record = records().get(0);
        assertThat(record.usage().inputTokens()).hasValue(100);
        assertThat(record.usage().outputTokens()).hasValue(20);
        assertThat(record.cost()).isEqualByComparingTo(new BigDecimal("0.0000748"));
        assertThat(record.call().outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(record.call().timings().firstByte()).isPresent();
        assertThat(meter.store().openCalls()).isEmpty();
    }

    @Test
    void a_stream_is_counted_at_done_although_its_reader_never_sees_the_end() {
        MeteredExchange exchange = sent(ASK);
        exchange.answer(200, STREAM);
        exchange.body(bytes(PIECE + LAST + "data: [DO"));
        assertThat(records()).isEmpty();
        exchange.body(bytes("NE]\n\n"));
        exchange.cancel();

        assertThat(records()).singleElement().satisfies(record -> {
            assertThat(record.usage().inputTokens()).hasValue(7);
            assertThat(record.call().streamed()).isTrue();
            assertThat(record.call().outcome()).isEqualTo(Outcome.COMPLETED);
        });
    }

    @Test
    void however_often_it_ends_it_is_counted_once() {
        MeteredExchange exchange = sent(ASK);
        exchange.answer(200, STREAM);
        exchange.body(bytes(PIECE + LAST + "data: [DONE]\n\n"));
        exchange.end();
        exchange.cancel();
        exchange.fail(new IOException("later"));
        exchange.answer(200, STREAM);
        exchange.body(bytes(LAST));
        exchange.end();

        assertThat(records()).hasSize(1);
        assertThat(meter.store().openCalls()).isEmpty();
    }

    @Test
    void a_stream_left_early_is_estimated_by_what_passed() {
        MeteredExchange exchange = sent(ASK);
        exchange.answer(200, STREAM);
        exchange.body(bytes(PIECE + PIECE));
        exchange.cancel();

        assertThat(records()).singleElement().satisfies(record -> {
            assertThat(record.usage().basis()).isEqualTo(UsageBasis.ESTIMATED);
            assertThat(record.usage().outputTokens()).hasValue(2);
            assertThat(record.call().outcome()).isEqualTo(Outcome.ABORTED);
        });
        assertThat(meter.store().openCalls()).singleElement().satisfies(rest -> {
            assertThat(Remainder.recordOf(rest)).contains(records().get(0).id());
            assertThat(rest.worstCaseCost()).isPresent();
        });
    }

    @Test
    void a_request_that_is_gzipped_is_read_as_what_it_is() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(ASK.getBytes(UTF_8));
        }
        MeteredExchange exchange = MeteredExchange.begin(
                meter, new RequestHead("POST", CHAT, "application/json", List.of()), Attribution.none());
        exchange.request(ByteBuffer.wrap(packed.toByteArray()));
        exchange.send();
        assertThat(meter.store().openCalls()).singleElement().satisfies(open -> assertThat(open.requestModel())
                .isEqualTo("llama-3.3-70b-versatile"));
        exchange.fail(new ConnectException());
    }

    @Test
    void a_request_in_a_coding_that_is_not_understood_has_no_bound() {
        MeteredExchange exchange = MeteredExchange.begin(
                meter, new RequestHead("POST", CHAT, "application/json", List.of()), Attribution.none());
        exchange.request(ByteBuffer.wrap(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 1, 2, 3}));
        exchange.send();
        assertThat(meter.store().openCalls()).singleElement().satisfies(open -> assertThat(open.worstCaseCost())
                .isEmpty());
        exchange.fail(new ConnectException());
    }

    @Test
    void a_stream_that_breaks_counts_as_cut() {
        MeteredExchange exchange = sent(ASK);
        exchange.answer(200, STREAM);
        exchange.body(bytes(PIECE));
        exchange.fail(new IOException("reset"));

        assertThat(records())
                .singleElement()
                .satisfies(record -> assertThat(record.call().outcome()).isEqualTo(Outcome.CUT));
    }

    @Test
    void an_answer_left_unread_is_unsettled_for_groq_has_worked_on_it() {
        MeteredExchange exchange = sent(ASK);
        exchange.answer(200, "application/json");
        exchange.cancel();

        assertThat(records()).isEmpty();
        assertThat(meter.store().openCalls()).singleElement().satisfies(open -> assertThat(open.unsettled())
                .isEqualTo("the caller hung up before Groq had answered"));
    }

    @Test
    void an_answer_read_to_its_last_brace_is_whole_although_its_reader_never_sees_the_end() {
        MeteredExchange exchange = sent(ASK);
        exchange.answer(200, "application/json");
        exchange.body(bytes(ANSWER));
        exchange.cancel();

        assertThat(records())
                .singleElement()
                .satisfies(record -> assertThat(record.call().outcome()).isEqualTo(Outcome.COMPLETED));
    }

    @Test
    void usage_behind_done_counts_for_a_reader_who_goes_on() {
        MeteredExchange exchange = sent(ASK);
        exchange.answer(200, STREAM);
        exchange.body(bytes(PIECE + "data: [DONE]\n\n"));
        exchange.body(bytes(LAST));
        exchange.end();

        assertThat(records())
                .singleElement()
                .satisfies(record -> assertThat(record.usage().inputTokens()).hasValue(7));
    }

    @Test
    void a_stream_that_ended_without_usage_is_whole_when_its_reader_leaves() {
        MeteredExchange left = sent(ASK);
        left.answer(200, STREAM);
        left.body(bytes(PIECE + "data: [DONE]\n\n"));
        left.cancel();
        MeteredExchange broken = sent(ASK);
        broken.answer(200, STREAM);
        broken.body(bytes(PIECE + "data: {\"error\":{\"message\":\"x\"}}\n\n"));
        broken.fail(new IOException("reset"));

        assertThat(records())
                .extracting(record -> record.call().outcome(), record -> record.usage()
                        .basis())
                .containsExactlyInAnyOrder(
                        tuple(Outcome.COMPLETED, UsageBasis.ESTIMATED), tuple(Outcome.ERROR, UsageBasis.UNKNOWN));
        assertThat(meter.store().openCalls())
                .as("what they may have cost more")
                .allSatisfy(call -> assertThat(call.id()).endsWith("-rest"));
    }

    @Test
    void an_error_in_a_200_is_one_also_when_its_reader_leaves_at_the_last_brace() {
        MeteredExchange exchange = sent(ASK);
        exchange.answer(200, "application/json");
        exchange.body(bytes("{\"error\":{\"message\":\"over capacity\"}}"));
        exchange.cancel();

        assertThat(records())
                .singleElement()
                .satisfies(record -> assertThat(record.call().outcome()).isEqualTo(Outcome.ERROR));
    }

    @Test
    void a_side_that_was_not_told_is_estimated() {
        MeteredExchange exchange = sent(ASK);
        exchange.answer(200, STREAM);
        exchange.body(bytes(PIECE + PIECE + LAST.replace(",\"completion_tokens\":3,\"total_tokens\":10", "")));
        exchange.body(bytes("data: [DONE]\n\n"));
        exchange.end();

        assertThat(records()).singleElement().satisfies(record -> {
            assertThat(record.usage().basis()).isEqualTo(UsageBasis.ESTIMATED);
            assertThat(record.usage().inputTokens()).hasValue(7);
            assertThat(record.usage().outputTokens()).hasValue(2);
        });
    }

    @Test
    void what_is_posted_to_a_path_nobody_knows_is_metered_by_its_usage_and_a_look_at_it_is_free() {
        URI unknown = URI.create("https://api.groq.com/openai/v1/completions");
        for (String method : List.of("GET", "POST")) {
            MeteredExchange exchange = MeteredExchange.begin(
                    meter, new RequestHead(method, unknown, "application/json", List.of()), Attribution.none());
            exchange.send();
            assertThat(meter.store().openCalls()).hasSize(method.equals("POST") ? 1 : 0);
            exchange.answer(200, "application/json");
            exchange.body(bytes(ANSWER));
            exchange.end();
        }

        assertThat(records())
                .allSatisfy(record -> assertThat(record.call().endpoint()).isEqualTo(Endpoint.OTHER))
                .extracting(record -> record.cost().stripTrailingZeros())
                .containsExactlyInAnyOrder(new BigDecimal("0.0000748"), BigDecimal.ZERO);
    }

    @Test
    void an_error_is_counted_with_its_head_and_costs_nothing() {
        MeteredExchange exchange = sent(ASK);
        exchange.answer(429, "application/json");

        assertThat(records()).singleElement().satisfies(record -> {
            assertThat(record.call().outcome()).isEqualTo(Outcome.ERROR);
            assertThat(record.call().status()).isEqualTo(429);
            assertThat(record.cost()).isEqualByComparingTo(BigDecimal.ZERO);
        });
    }

    @Test
    void a_call_that_never_left_costs_nothing_and_one_that_may_have_is_unsettled() {
        sent(ASK).fail(new ConnectException("refused"));
        sent(ASK).fail(new IOException("reset"));

        assertThat(records())
                .singleElement()
                .satisfies(record -> assertThat(record.call().status()).isZero());
        assertThat(meter.store().openCalls()).singleElement().satisfies(open -> assertThat(open.unsettled())
                .isEqualTo("the connection to Groq ended before an answer came"));
    }

    @Test
    void gzipped_bytes_are_read_wherever_they_are_cut() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(ANSWER.getBytes(UTF_8));
        }
        MeteredExchange exchange = sent(ASK);
        exchange.answer(200, "application/json");
        for (byte each : zipped.toByteArray()) {
            exchange.body(ByteBuffer.wrap(new byte[] {each}));
        }
        exchange.end();

        assertThat(records())
                .singleElement()
                .satisfies(record -> assertThat(record.usage().inputTokens()).hasValue(100));
    }

    @Test
    void bytes_nobody_can_read_are_recorded_as_unknown() {
        MeteredExchange exchange = sent(ASK);
        exchange.answer(200, "application/json");
        exchange.body(ByteBuffer.wrap(new byte[] {0x1f, (byte) 0x8b, 8, 4, 0, 0, 0, 0, 0, 0, 1, 2, 3}));
        exchange.end();

        assertThat(records())
                .singleElement()
                .satisfies(record -> assertThat(record.usage().basis()).isEqualTo(UsageBasis.UNKNOWN));
    }

    @Test
    void only_exchanges_with_groq_are_metered() {
        for (String elsewhere : List.of(
                "https://example.com/v1/chat/completions",
                "https://mine.openai.azure.com/openai/v1/chat/completions",
                "https://api.groq.com/status")) {
            MeteredExchange exchange = MeteredExchange.begin(
                    meter, new RequestHead("POST", URI.create(elsewhere), null, List.of()), Attribution.none());
            exchange.send();
            exchange.answer(200, "application/json");
            exchange.end();
            assertThat(exchange.metered()).as(elsewhere).isFalse();
        }
        assertThat(records()).isEmpty();
    }

    @Test
    void a_list_of_models_is_recorded_and_not_priced() {
        MeteredExchange exchange = MeteredExchange.begin(
                meter,
                new RequestHead("GET", URI.create("http://127.0.0.1:9/openai/v1/models"), null, List.of()),
                Attribution.none());
        exchange.send();
        exchange.answer(200, "application/json");
        exchange.end();

        assertThat(records())
                .singleElement()
                .satisfies(record -> assertThat(record.call().endpoint()).isEqualTo(Endpoint.MODELS));
    }

    @Test
    void a_request_read_while_it_is_sent_tells_what_was_asked_all_the_same() {
        MeteredExchange exchange = MeteredExchange.begin(
                meter, new RequestHead("POST", CHAT, "application/json", List.of()), Attribution.none());
        exchange.send();
        exchange.request(bytes(ASK));
        exchange.fail(new IOException("reset"));
        meter.flush();

        assertThat(meter.store().openCalls()).singleElement().satisfies(open -> {
            assertThat(open.requestModel()).isEqualTo("llama-3.3-70b-versatile");
            assertThat(open.worstCaseCost()).isPresent();
        });
    }

    @Test
    void a_call_is_for_those_its_thread_and_its_headers_name() {
        CallContext.Scope scope = meter.attribute(Attribution.project("shop"));
        MeteredExchange exchange = MeteredExchange.begin(
                meter,
                new RequestHead("POST", CHAT, "application/json", List.of()),
                AttributionHeaders.read(name -> switch (name) {
                    case "x-groqmeter-user" -> "ana";
                    case "x-groqmeter-tags" -> "Tier=gold, empty=,=none";
                    default -> null;
                }));
        exchange.send();
        scope.close();
        exchange.answer(200, "application/json");
        exchange.end();

        assertThat(records()).singleElement().satisfies(record -> {
            assertThat(record.attribution().project()).isEqualTo("shop");
            assertThat(record.attribution().user()).isEqualTo("ana");
            assertThat(record.attribution().tags()).containsOnly(Map.entry("tier", "gold"));
        });
    }

    private MeteredExchange sent(String ask) {
        MeteredExchange exchange = MeteredExchange.begin(
                meter, new RequestHead("POST", CHAT, "application/json", List.of()), Attribution.none());
        exchange.request(bytes(ask));
        exchange.send();
        return exchange;
    }

    private List<UsageRecord> records() {
        meter.flush();
        return meter.store().find(RecordQuery.latest(100)).records();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
