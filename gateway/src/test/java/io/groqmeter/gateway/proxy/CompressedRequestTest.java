package io.groqmeter.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.budget.Budget;
import io.groqmeter.budget.BudgetPeriod;
import io.groqmeter.gateway.RawClient;
import io.groqmeter.gateway.RawUpstream;
import io.groqmeter.gateway.RunningGateway;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.UsageBasis;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A compressed request is read decompressed, and passes as it came. */
class CompressedRequestTest {

    private static final String ASK = "{\"messages\":[{\"role\":\"user\",\"content\":\"" + "hello ".repeat(2_000)
            + "\"}],\"model\":\"openai/gpt-oss-20b\",\"stream\":true,\"max_completion_tokens\":10}";
    private static final String PIECE =
            "data: {\"model\":\"openai/gpt-oss-20b\",\"choices\":[{\"delta\":{\"content\":\"hi\"}}]}\n\n";

    /** A stream that is cut after one piece. */
    private static void cut(RawUpstream.Connection connection) throws IOException {
        connection.readRequest();
        connection.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 9999\r\n\r\n" + PIECE);
    }

    private static String gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(UTF_8));
        }
        return packed.toString(ISO_8859_1);
    }

    private static String post(String coding, String body) {
        return "POST /openai/v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Content-Encoding: " + coding + "\r\nConnection: close\r\nContent-Length: "
                + body.getBytes(ISO_8859_1).length + "\r\n\r\n" + body;
    }

    private static String answer(RunningGateway gateway, String request) throws IOException {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(request);
            return client.readAll();
        }
    }

    private static UsageRecord record(RunningGateway gateway) {
        Awaitility.await().until(() -> !gateway.records().isEmpty());
        return gateway.records().get(0);
    }

    @Test
    void its_model_and_its_text_are_read_and_its_bytes_pass_unchanged() throws Exception {
        String packed = gzip(ASK);
        try (RawUpstream groq = new RawUpstream(CompressedRequestTest::cut);
                RunningGateway gateway = new RunningGateway(groq.url())) {
            answer(gateway, post("gzip", packed));

            UsageRecord record = record(gateway);
            assertThat(record.call().requestModel()).isEqualTo("openai/gpt-oss-20b");
            assertThat(record.usage().basis()).isEqualTo(UsageBasis.ESTIMATED);
            assertThat(record.usage().inputTokens()).hasValue((ASK.length() + 3) / 4);
            assertThat(groq.requests().get(0)).endsWith(packed);
        }
    }

    @Test
    void in_an_unknown_coding_its_size_is_unknown_too() throws Exception {
        try (RawUpstream groq = new RawUpstream(CompressedRequestTest::cut);
                RunningGateway gateway = new RunningGateway(groq.url())) {
            answer(gateway, post("lzma", "?".repeat(500)));

            Awaitility.await()
                    .until(() -> gateway.store().openCalls().stream().anyMatch(call -> call.unsettled() != null));
            assertThat(gateway.store().openCalls()).singleElement().satisfies(call -> assertThat(call.worstCaseCost())
                    .isEmpty());
            assertThat(gateway.get("/api/summary").body()).contains("\"calls_without_bound\":1", "\"most\":null");
        }
    }

    @Test
    void under_a_hard_budget_what_cannot_be_read_is_refused_and_what_can_is_not() throws Exception {
        try (RawUpstream groq = new RawUpstream(CompressedRequestTest::cut);
                RunningGateway gateway = new RunningGateway(groq.url())) {
            gateway.set(Budget.hard("all", "1", BudgetPeriod.TOTAL));

            assertThat(answer(gateway, post("lzma", "?".repeat(500)))).contains(" 402 ", "\"code\":\"unpriced\"");
            assertThat(answer(gateway, post("gzip", "no gzip at all"))).contains(" 402 ");
            assertThat(groq.requests()).isEmpty();
            assertThat(answer(gateway, post("gzip", gzip(ASK)))).contains(" 200 ");
        }
    }
}
