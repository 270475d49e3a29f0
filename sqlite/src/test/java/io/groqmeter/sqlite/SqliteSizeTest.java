package io.groqmeter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.store.Durability;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.usage.UsageCalendar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteSizeTest {

    private static final int CALLS = 50_000;

    @Test
    void a_call_takes_at_most_220_bytes_of_disk_with_its_indexes_and_rollups(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("groqmeter.db");
        Traffic traffic = new Traffic(1);
        try (SqliteUsageStore store =
                SqliteUsageStore.open(file, new UsageCalendar(ZoneId.of("Europe/Madrid")), Durability.PROCESS)) {
            for (int done = 0; done < CALLS; done += 250) {
                store.append(UsageBatch.of(traffic.next(250)));
            }
        }
        double bytes = Files.size(file) / (double) CALLS;
        System.out.printf("%.1f bytes a call%n", bytes);
        assertThat(bytes).isLessThanOrEqualTo(220);
    }
}
