package io.groqmeter.gateway.proxy;

import static io.groqmeter.gateway.RawHttp.STREAM_END;
import static io.groqmeter.gateway.RawHttp.STREAM_HEAD;
import static io.groqmeter.gateway.RawHttp.event;
import static io.groqmeter.gateway.RawHttp.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.gateway.RawClient;
import io.groqmeter.gateway.RawUpstream;
import io.groqmeter.gateway.RunningGateway;
import io.groqmeter.store.Remainder;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.UsageBasis;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An upstream that resets its connection within a chunk, once the client has seen what came before. */
class UpstreamResetTest {

    private static final String ASK = "{\"model\":\"openai/gpt-oss-20b\",\"stream\":true,\"messages\":[]}";
    private static final String FIRST =
            event("{\"model\":\"openai/gpt-oss-20b\",\"choices\":[{\"delta\":{\"content\":\"hello\"}}]}");
    private static final String LAST =
            event("{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}");

    @ParameterizedTest(name = "after {0}")
    @ValueSource(strings = {"5", "5e", "5e\r", "5e\r\n", "5e\r\ndata: {\"choi", "4\r\nabcd", "4\r\nabcd\r", "0\r\n"})
    void a_reset_within_a_chunk_cuts_the_stream_for_the_client_and_leaves_one_estimate(String beginning)
            throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    if (calls.incrementAndGet() == 1) {
                        connection.write(STREAM_HEAD + FIRST + beginning);
                        seen.await();
                        connection.reset();
                    } else {
                        connection.write(STREAM_HEAD + FIRST + LAST + STREAM_END);
                        connection.readRequest();
                    }
                });
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port());
                RawClient next = new RawClient(gateway.port())) {
            client.send(post(ASK)).readUntil("hello");
            seen.countDown();
            assertThat(client.readAll()).doesNotContain("[DONE]").doesNotEndWith("0\r\n\r\n");
            assertThat(gateway.records()).singleElement().satisfies(record -> {
                assertThat(record.call().outcome()).isEqualTo(Outcome.CUT);
                assertThat(record.usage().basis()).isEqualTo(UsageBasis.ESTIMATED);
                assertThat(record.cost()).isPositive();
            });
            assertThat(next.send(post(ASK)).readUntil("0\r\n\r\n")).contains("[DONE]");
            assertThat(gateway.records()).hasSize(2);
            assertThat(gateway.store().openCalls())
                    .as("the rest of the estimate")
                    .singleElement()
                    .satisfies(rest -> assertThat(Remainder.recordOf(rest)).isPresent());
        }
    }
}
