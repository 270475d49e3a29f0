package io.groqmeter.sqlite.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.sqlite.SqliteUsageStore;
import io.groqmeter.sqlite.Traffic;
import io.groqmeter.sqlite.call.RowCache;
import io.groqmeter.sqlite.file.SqliteFile;
import io.groqmeter.store.Durability;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.UsageCalendar;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecentCallsTest {

    private final SqliteFile file;
    private final List<UsageRecord> records = new Traffic(4).next(60);
    private final RecentCalls recent = new RecentCalls(new RowCache());

    RecentCallsTest(@TempDir Path folder) {
        file = new SqliteFile(folder.resolve("groqmeter.db"));
    }

    @Test
    void each_snapshot_gets_its_own_calls_after_the_watermark_whatever_another_read_before() throws SQLException {
        try (SqliteUsageStore store =
                        SqliteUsageStore.open(file, new UsageCalendar(ZoneId.of("UTC")), Durability.PROCESS);
                Connection early = reading();
                Connection late = reading()) {
            store.append(UsageBatch.of(records.subList(0, 20)));
            assertThat(starts(early, 0)).isEqualTo(starts(0, 20));
            store.append(UsageBatch.of(records.subList(20, 60)));

            assertThat(starts(late, 0)).isEqualTo(starts(0, 60));
            assertThat(starts(early, 0)).as("the old snapshot").isEqualTo(starts(0, 20));
            assertThat(starts(late, 30)).isEqualTo(starts(30, 60));
            assertThat(starts(late, 60)).isEmpty();
            assertThat(starts(late, 10)).isEqualTo(starts(10, 60));
        }
    }

    private Connection reading() throws SQLException {
        Connection connection = file.reading();
        connection.setAutoCommit(false);
        return connection;
    }

    private List<Instant> starts(Connection connection, long watermark) throws SQLException {
        return recent.after(connection, watermark).stream()
                .map(UsageRecord::startedAt)
                .toList();
    }

    private List<Instant> starts(int from, int to) {
        return records.subList(from, to).stream().map(UsageRecord::startedAt).toList();
    }
}
