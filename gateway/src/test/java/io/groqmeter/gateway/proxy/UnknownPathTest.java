package io.groqmeter.gateway.proxy;

import static io.groqmeter.gateway.RawHttp.ANSWER;
import static io.groqmeter.gateway.RawHttp.ASK;
import static io.groqmeter.gateway.RawHttp.STREAM_END;
import static io.groqmeter.gateway.RawHttp.STREAM_HEAD;
import static io.groqmeter.gateway.RawHttp.event;
import static io.groqmeter.gateway.RawHttp.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.gateway.RawUpstream;
import io.groqmeter.gateway.RunningGateway;
import io.groqmeter.pricing.PriceBasis;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.Endpoint;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Paths that Groq may add: billed by the usage in their answers, and free without it. */
class UnknownPathTest {

    private static final String PATH = "/openai/v1/something/new";

    @Test
    void what_is_posted_is_metered_by_the_usage_its_answer_tells() throws Exception {
        String stream = STREAM_HEAD + event(ANSWER.replace("\n", "")) + STREAM_END;
        for (String answer : List.of(json(ANSWER), stream)) {
            try (RawUpstream groq = RawUpstream.answering(answer);
                    RunningGateway gateway = new RunningGateway(groq.url())) {
                assertThat(gateway.post(PATH, ASK).statusCode()).isEqualTo(200);

                assertThat(gateway.records()).singleElement().satisfies(record -> {
                    assertThat(record.call().endpoint()).isEqualTo(Endpoint.OTHER);
                    assertThat(record.call().requestModel()).isEqualTo("openai/gpt-oss-20b");
                    // 5 x 0.075 / 1M + 2 x 0.30 / 1M
                    assertThat(record.cost()).isEqualByComparingTo("0.000000975");
                    assertThat(record.rated().basis()).isEqualTo(PriceBasis.LIST);
                    assertThat(record.metered()).isTrue();
                });
            }
        }
    }

    @Test
    void what_tells_no_usage_or_only_looks_at_an_answer_is_free_and_not_metered() throws Exception {
        try (RawUpstream groq = new RawUpstream(connection -> {
                    for (String request = connection.readRequest();
                            request != null;
                            request = connection.readRequest()) {
                        connection.write(json(request.startsWith("GET") ? ANSWER : "{\"id\":\"x\",\"text\":\"hi\"}"));
                    }
                });
                RunningGateway gateway = new RunningGateway(groq.url())) {
            gateway.post(PATH, ASK);
            gateway.get("/openai/v1/responses/resp_1");

            assertThat(gateway.records()).hasSize(2).allSatisfy(record -> {
                assertThat(record.call().endpoint()).isEqualTo(Endpoint.OTHER);
                assertThat(record.cost()).isZero();
                assertThat(record.rated().basis()).isEqualTo(PriceBasis.FREE);
                assertThat(record.metered()).isFalse();
            });
        }
    }

    @Test
    void groq_sees_nothing_of_it_that_is_not_on_disk_as_open() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ExecutorService caller = Executors.newSingleThreadExecutor();
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    seen.countDown();
                    goOn.await();
                    connection.write(json(ANSWER));
                    connection.readRequest();
                });
                RunningGateway gateway = new RunningGateway(groq.url())) {
            Future<Integer> status = caller.submit(() -> gateway.post(PATH, ASK).statusCode());
            seen.await();
            assertThat(gateway.store().openCalls()).singleElement().satisfies(open -> {
                assertThat(open.endpoint()).isEqualTo(Endpoint.OTHER);
                assertThat(open.worstCaseCost()).isEmpty();
            });
            goOn.countDown();
            assertThat(status.get()).isEqualTo(200);
            assertThat(gateway.store().openCalls()).isEmpty();
        } finally {
            caller.shutdown();
        }
    }

    @Test
    void one_that_was_cut_may_have_cost_something() throws Exception {
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    connection.write(
                            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"id\":");
                });
                RunningGateway gateway = new RunningGateway(groq.url())) {
            gateway.post(PATH, ASK);
            assertThat(gateway.records()).extracting(UsageRecord::id).isEmpty();
            assertThat(gateway.store().openCalls())
                    .singleElement()
                    .extracting(OpenCall::unsettled)
                    .isNotNull();
        }
    }
}
