package io.groqmeter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.store.Durability;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore.Positioned;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One file and several processes: killed, side by side, reading while another writes. */
class SqliteProcessesTest {

    private static final int BATCH = AppendingProcess.BATCH;

    private final Path file;

    SqliteProcessesTest(@TempDir Path folder) {
        file = folder.resolve("groqmeter.db");
    }

    @RepeatedTest(3)
    void what_a_killed_process_acknowledged_is_there_and_nothing_is_broken() throws Exception {
        List<String> acknowledged = new ArrayList<>();
        try (AppendingProcess process = AppendingProcess.start(file, 1, 1_000_000)) {
            for (int batch = 0; batch < 40; batch++) {
                acknowledged.add(process.nextAcknowledged());
            }
            acknowledged.addAll(process.kill());
        }
        // The last line may have been cut in the middle by the kill.
        List<String> whole =
                acknowledged.stream().filter(id -> id.length() == 29).toList();
        try (SqliteUsageStore store = open()) {
            assertThat(store.verify().ok()).as(store.verify().detail()).isTrue();
            assertThat(whole).allMatch(id -> store.find(id).isPresent());
            long calls = calls(store);
            assertThat(calls % BATCH).isZero();
            assertThat(calls).isBetween((long) BATCH * whole.size(), (long) BATCH * (whole.size() + 1));
            assertThat(store.append(UsageBatch.of(new Traffic(1).next(BATCH)))).isZero();
        }
    }

    @Test
    void two_processes_append_side_by_side() throws Exception {
        int batches = 150;
        Traffic traffic = new Traffic(2);
        try (SqliteUsageStore store = open();
                AppendingProcess other = AppendingProcess.start(file, 1, batches)) {
            other.nextAcknowledged();
            for (int batch = 0; batch < batches; batch++) {
                assertThat(store.append(UsageBatch.of(traffic.next(BATCH)))).isEqualTo(BATCH);
            }
            assertThat(other.waitForEnd()).isZero();
            assertThat(calls(store)).isEqualTo(2L * batches * BATCH);
            assertThat(store.verify().ok()).as(store.verify().detail()).isTrue();
        }
    }

    @Test
    void a_reader_follows_what_another_process_writes() throws Exception {
        int batches = 60;
        try (AppendingProcess writing = AppendingProcess.start(file, 1, batches)) {
            writing.nextAcknowledged();
            try (SqliteUsageStore reading = SqliteUsageStore.openReadOnly(file)) {
                List<UsageRecord> followed = new ArrayList<>();
                long position = 0;
                while (followed.size() < batches * BATCH) {
                    for (Positioned next : reading.after(position, 100)) {
                        followed.add(next.record());
                        position = next.position();
                    }
                    assertThat(calls(reading) % BATCH).isZero();
                }
                assertThat(followed).isEqualTo(new Traffic(1).next(batches * BATCH));
            }
            assertThat(writing.waitForEnd()).isZero();
        }
        try (SqliteUsageStore reading = SqliteUsageStore.openReadOnly(file)) {
            assertThat(calls(reading)).isEqualTo((long) batches * BATCH);
            assertThat(reading.verify().ok()).isTrue();
        }
    }

    private SqliteUsageStore open() {
        return SqliteUsageStore.open(file, new UsageCalendar(ZoneOffset.UTC), Durability.PROCESS);
    }

    private static long calls(SqliteUsageStore store) {
        return store.rollup(RollupQuery.of(Window.always())).get(0).sums().calls();
    }
}
