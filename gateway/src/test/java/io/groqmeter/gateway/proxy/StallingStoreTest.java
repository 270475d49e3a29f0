package io.groqmeter.gateway.proxy;

import static io.groqmeter.gateway.RawHttp.STREAM_END;
import static io.groqmeter.gateway.RawHttp.STREAM_HEAD;
import static io.groqmeter.gateway.RawHttp.event;
import static io.groqmeter.gateway.RawHttp.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groqmeter.gateway.RawUpstream;
import io.groqmeter.gateway.RunningGateway;
import io.groqmeter.store.Durability;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.journal.CallJournal;
import io.groqmeter.store.journal.JournalOwner;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.testkit.TroubledStore;
import io.groqmeter.usage.UsageCalendar;
import java.nio.file.Path;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that stalls while calls go on and wait in the journal. */
class StallingStoreTest {

    private static final String ASK = "{\"model\":\"openai/gpt-oss-20b\",\"messages\":[]}";
    private static final String USAGE = "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}";
    private static final String BODY = "{\"model\":\"openai/gpt-oss-20b\"," + USAGE + "}";

    private final TroubledStore troubled = new TroubledStore(new InMemoryUsageStore(new UsageCalendar(ZoneOffset.UTC)));

    @TempDir
    Path folder;

    private RunningGateway before(RawUpstream groq) {
        return new RunningGateway(
                groq.url(),
                troubled,
                CallJournal.open(folder, JournalOwner.anybody(), Durability.PROCESS, 0, "says the test"));
    }

    @Test
    void calls_are_answered_and_wait_in_the_journal_health_counts_them_and_they_come_back_once() throws Exception {
        try (RawUpstream groq = RawUpstream.answering(json(BODY));
                RunningGateway gateway = before(groq)) {
            assertThat(gateway.chat(ASK).statusCode()).isEqualTo(200);
            assertThat(gateway.records()).hasSize(1);
            troubled.stall();
            for (int call = 0; call < 20; call++) {
                assertThat(gateway.chat(ASK).body()).isEqualTo(BODY);
            }
            assertThat(gateway.get("/healthz").statusCode()).isEqualTo(200);
            assertThat(gateway.get("/healthz").body())
                    .contains(
                            "\"status\":\"degraded\"", "\"recording\":true", "\"spooled\":20", "has not taken a batch");
            assertThat(gateway.records()).hasSize(1);
            troubled.recover();
            await().until(() -> gateway.meter().queue().spooled() == 0);
            assertThat(gateway.records())
                    .hasSize(21)
                    .extracting(UsageRecord::id)
                    .doesNotHaveDuplicates();
            assertThat(gateway.store().openCalls()).isEmpty();
            assertThat(gateway.get("/healthz").body()).contains("\"status\":\"ok\"", "\"spooled\":0");
        }
    }

    @Test
    void a_stream_that_was_under_way_when_it_began_ends_and_is_recorded() throws Exception {
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    connection.write(STREAM_HEAD);
                    troubled.stall();
                    connection.write(event("{\"model\":\"openai/gpt-oss-20b\",\"choices\":[]," + USAGE + "}"));
                    connection.write(STREAM_END);
                    connection.readRequest();
                });
                RunningGateway gateway = before(groq)) {
            assertThat(gateway.chat(ASK).body()).contains("[DONE]");
            assertThat(gateway.meter().queue().spooled()).isEqualTo(1);
            troubled.recover();
            await().until(() -> gateway.records().size() == 1);
            assertThat(gateway.store().openCalls()).isEmpty();
        }
    }
}
