package io.groqmeter.gateway.proxy;

import static io.groqmeter.gateway.RawHttp.ANSWER;
import static io.groqmeter.gateway.RawHttp.ASK;
import static io.groqmeter.gateway.RawHttp.chunk;
import static io.groqmeter.gateway.RawHttp.post;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groqmeter.gateway.RawClient;
import io.groqmeter.gateway.RawUpstream;
import io.groqmeter.gateway.RunningGateway;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.UsageBasis;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** JSON answers that had reported their usage when the connection ended, or the caller left. */
class CutAnswerTest {

    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

    private static String cut(String answer) throws Exception {
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    connection.write(answer);
                });
                RunningGateway gateway = new RunningGateway(groq.url())) {
            String got;
            try (RawClient client = new RawClient(gateway.port())) {
                got = client.send(post(ASK)).readUntil("}}\n");
            }
            assertThat(gateway.records()).singleElement().satisfies(record -> measured(record, Outcome.CUT));
            assertThat(gateway.store().openCalls()).isEmpty();
            return got;
        }
    }

    private static void measured(UsageRecord record, Outcome outcome) {
        assertThat(record.usage().basis()).isEqualTo(UsageBasis.MEASURED);
        assertThat(record.usage().inputTokens()).hasValue(5);
        assertThat(record.usage().outputTokens()).hasValue(2);
        assertThat(record.call().outcome()).isEqualTo(outcome);
    }

    @Test
    void one_that_is_shorter_than_announced_is_measured_and_cut() throws Exception {
        String got = cut(HEAD + "Content-Length: " + (ANSWER.length() + 1) + "\r\n\r\n" + ANSWER);

        assertThat(got).startsWith("HTTP/1.1 502 ").contains("\"upstream_cut\"").contains("is recorded");
        assertThat(got)
                .contains("x-groqmeter-cost-usd: 0.000000975\r\n")
                .contains("x-groqmeter-usage-basis: measured\r\n");
    }

    @Test
    void so_is_one_without_its_last_chunk() throws Exception {
        cut(HEAD + "Transfer-Encoding: chunked\r\n\r\n" + chunk(ANSWER));
    }

    @Test
    void so_is_one_whose_last_braces_are_missing() throws Exception {
        cut(HEAD + "Content-Length: " + ANSWER.length() + "\r\n\r\n" + ANSWER.substring(0, ANSWER.length() - 1));
    }

    @Test
    void so_is_one_that_is_compressed_and_lacks_its_checksum() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(ANSWER.getBytes(ISO_8859_1));
        }
        byte[] bytes = packed.toByteArray();
        cut(HEAD + "Content-Encoding: gzip\r\nContent-Length: " + bytes.length + "\r\n\r\n"
                + new String(Arrays.copyOf(bytes, bytes.length - 8), ISO_8859_1));
    }

    @Test
    void one_cut_within_its_usage_is_unsettled() throws Exception {
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    connection.write(HEAD + "Content-Length: " + ANSWER.length() + "\r\n\r\n"
                            + ANSWER.substring(0, ANSWER.indexOf(",\"total")));
                });
                RunningGateway gateway = new RunningGateway(groq.url())) {
            assertThat(gateway.chat(ASK).body()).contains("unsettled");
            assertThat(gateway.records()).isEmpty();
            assertThat(gateway.store().openCalls()).hasSize(1);
        }
    }

    @Test
    void a_caller_who_leaves_when_it_was_told_pays_what_was_told_with_cancel_too() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    connection.write(HEAD + "Content-Length: 2000000\r\n\r\n" + ANSWER);
                    over.await();
                });
                RunningGateway gateway = new RunningGateway(
                        groq.url(), options -> options.withOnAbort(OnAbort.CANCEL, Duration.ofSeconds(1)))) {
            try (RawClient client = new RawClient(gateway.port())) {
                client.send(post(ASK)).readUntil("}}");
                client.reset();
            }
            await().until(() -> !gateway.records().isEmpty());
            over.countDown();
            assertThat(gateway.records()).singleElement().satisfies(record -> measured(record, Outcome.ABORTED));
            assertThat(gateway.store().openCalls()).isEmpty();
        }
    }
}
