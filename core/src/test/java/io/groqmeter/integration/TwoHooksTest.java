package io.groqmeter.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.CallContext;
import io.groqmeter.UsageMeter;
import io.groqmeter.store.RecordQuery;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.Attribution;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A call that is seen in more than one place. */
class TwoHooksTest {

    private static final URI CHAT = URI.create("https://api.groq.com/openai/v1/chat/completions");
    private static final String ASK = "{\"model\":\"llama-3.3-70b-versatile\",\"messages\":[]}";

    private final UsageMeter meter = UsageMeter.builder().build();
    private final ExecutorService other = Executors.newSingleThreadExecutor();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        other.shutdown();
        meter.close();
    }

    @Test
    void two_carriers_of_one_call_count_it_once() {
        MeteredExchange outer = sent(ASK);
        CallContext.Scope scope = outer.carry();
        MeteredExchange inner = sent(ASK);
        MeteredExchange another = sent(ASK + " ");
        scope.close();
        MeteredExchange later = sent(ASK);

        assertThat(inner.metered()).isFalse();
        assertThat(another.metered())
                .as("another call made while the first is carried")
                .isTrue();
        assertThat(later.metered()).isTrue();
        inner.answer(200, "application/json");
        inner.end();
        assertThat(records()).isEmpty();
    }

    @Test
    void a_marked_request_is_known_again_on_any_thread_and_says_the_same() throws Exception {
        MeteredExchange outer = sent(ASK);
        String mark = outer.mark("Bearer gsk_1");
        assertThat(mark).isEqualTo("Bearer gsk_1");

        MeteredExchange inner =
                other.submit(() -> sent(ASK, "application/json", mark)).get();
        assertThat(inner.metered()).isFalse();
        assertThat(other.submit(() -> sent(ASK, inner.mark(mark))).get().metered())
                .as("a third carrier, below the second")
                .isFalse();
        assertThat(other.submit(() -> sent(ASK, "Bearer gsk_1")).get().metered())
                .as("another call, with the same key")
                .isTrue();
    }

    @Test
    void a_marked_request_that_is_sent_again_after_its_answer_is_another_call() {
        MeteredExchange outer = sent(ASK);
        String mark = outer.mark("Bearer gsk_1");
        outer.answer(503, "application/json");

        assertThat(sent(ASK, mark).metered()).isTrue();
    }

    @Test
    void a_call_through_the_gateway_that_keeps_the_books_is_counted_by_that_alone() {
        try (UsageMeter remote = UsageMeter.builder()
                .gateway(URI.create("http://127.0.0.1:1"), null, folder)
                .build()) {
            assertThat(metered(remote, "http://127.0.0.1:1/openai/v1/chat/completions"))
                    .isFalse();
            assertThat(metered(remote, "http://localhost:1/openai/v1/chat/completions"))
                    .isFalse();
            assertThat(metered(remote, "http://127.0.0.1:2/openai/v1/chat/completions"))
                    .isTrue();
            assertThat(metered(remote, CHAT.toString())).isTrue();
        }
        assertThat(metered(meter, "http://127.0.0.1:1/openai/v1/chat/completions"))
                .as("books of its own")
                .isTrue();
    }

    private static boolean metered(UsageMeter meter, String address) {
        return MeteredExchange.begin(
                        meter,
                        new RequestHead("POST", URI.create(address), "application/json", List.of()),
                        Attribution.none())
                .metered();
    }

    private MeteredExchange sent(String ask, String... headers) {
        MeteredExchange exchange = MeteredExchange.begin(
                meter, new RequestHead("POST", CHAT, "application/json", List.of(headers)), Attribution.none());
        exchange.request(ByteBuffer.wrap(ask.getBytes(UTF_8)));
        exchange.send();
        return exchange;
    }

    private List<UsageRecord> records() {
        meter.flush();
        return meter.store().find(RecordQuery.latest(100)).records();
    }
}
