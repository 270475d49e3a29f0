package io.groqmeter.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groqmeter.cli.RunningCommand;
import io.groqmeter.pricing.RatedUsage;
import io.groqmeter.simulator.GroqSimulator;
import io.groqmeter.simulator.SimulatorConfig;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageCalendar;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TailCommandTest {

    @Test
    void calls_show_up_while_the_gateway_records_them(@TempDir Path folder) throws Exception {
        try (GroqSimulator groq = GroqSimulator.start(SimulatorConfig.local());
                RunningCommand serve = RunningCommand.listening(
                        Map.of(), folder, "serve", "--port", "0", "--upstream", groq.baseUrl())) {
            serve.chat();
            try (RunningCommand tail = RunningCommand.remarking("following", folder, "tail", "--json")) {
                serve.chat();
                await().until(() -> tail.out().contains("\"response_model\":\"openai/gpt-oss-20b\""));
                assertThat(tail.out().lines()).as("not the one from before").hasSize(1);
                assertThat(tail.end()).isZero();
            }
        }
    }

    @Test
    void a_follower_begins_at_the_end_wherever_that_is() {
        for (int before : new int[] {0, 1, 2, 3, 7, 8, 9, 1_000}) {
            UsageStore store = new InMemoryUsageStore(new UsageCalendar(ZoneOffset.UTC));
            for (int record = 0; record < before; record++) {
                append(store, "old-" + record);
            }
            RecordFollower follower = new RecordFollower(store);
            assertThat(follower.next()).as("%s records before", before).isEmpty();
            append(store, "new-1");
            append(store, "new-2");
            assertThat(follower.next()).extracting(UsageRecord::id).containsExactly("new-1", "new-2");
            assertThat(follower.next()).isEmpty();
        }
    }

    private static void append(UsageStore store, String id) {
        store.append(UsageBatch.of(new UsageRecord(
                id, Instant.EPOCH, Call.chat("m"), Attribution.none(), RatedUsage.free(Usage.tokens(1, 1)))));
    }
}
