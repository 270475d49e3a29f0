package io.groqmeter.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageSums;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Window;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The promise to count once: repeating a message changes nothing, and repeating a call is another call. */
class OnceTest {

    private static final String USAGE = "\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":100}";
    private static final String BODY = "{\"id\":\"chatcmpl-1\",\"model\":\"openai/gpt-oss-20b\"," + USAGE + "}";
    private static final String LINE =
            "{\"id\":\"out_%1$d\",\"response\":{\"status_code\":200,\"request_id\":\"req_%1$d\","
                    + "\"body\":{\"model\":\"openai/gpt-oss-20b\"," + USAGE + "}}}\n";

    @Test
    void a_record_appended_again_changes_nothing() throws Exception {
        try (RawUpstream groq = RawUpstream.answering(answer(BODY));
                RunningGateway gateway = new RunningGateway(groq.url())) {
            gateway.chat("{}");
            UsageSums once = sums(gateway);

            int added = gateway.store().append(new UsageBatch(List.of(), gateway.records()));

            assertThat(added).isZero();
            assertThat(sums(gateway)).isEqualTo(once);
        }
    }

    @Test
    void two_calls_that_got_the_same_answer_are_two_calls() throws Exception {
        try (RawUpstream groq = RawUpstream.answering(answer(BODY));
                RunningGateway gateway = new RunningGateway(groq.url())) {
            gateway.chat("{}");
            gateway.chat("{}");

            assertThat(gateway.records()).extracting(UsageRecord::id).hasSize(2).doesNotHaveDuplicates();
            assertThat(sums(gateway).cost()).isEqualByComparingTo("0.00021");
        }
    }

    @Test
    void a_batch_file_downloaded_by_many_at_once_is_charged_once() throws Exception {
        String file = LINE.formatted(1) + LINE.formatted(2) + LINE.formatted(2) + LINE.formatted(3);
        try (RawUpstream groq = RawUpstream.answering(answer(file));
                RunningGateway gateway = new RunningGateway(groq.url())) {
            CompletableFuture.allOf(IntStream.range(0, 8)
                            .mapToObj(download -> CompletableFuture.runAsync(() -> download(gateway)))
                            .toArray(CompletableFuture[]::new))
                    .join();

            assertThat(gateway.records())
                    .filteredOn(record -> record.call().endpoint() == Endpoint.BATCH_LINE)
                    .extracting(UsageRecord::id)
                    .containsExactlyInAnyOrder("batch-req_1", "batch-req_2", "batch-req_3");
            // Three lines at half of 0.000105
            assertThat(sums(gateway).cost()).isEqualByComparingTo("0.0001575");
            assertThat(sums(gateway).calls()).isEqualTo(8 + 3);
        }
    }

    private static void download(RunningGateway gateway) {
        try {
            gateway.get("/openai/v1/files/file_1/content");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String answer(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body;
    }

    private static UsageSums sums(RunningGateway gateway) {
        return gateway.store().rollup(RollupQuery.of(Window.always())).get(0).sums();
    }
}
