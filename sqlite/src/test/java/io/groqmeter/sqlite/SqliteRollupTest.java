package io.groqmeter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groqmeter.sqlite.file.SqliteFile;
import io.groqmeter.store.Dimension;
import io.groqmeter.store.Durability;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.testkit.RandomRecords;
import io.groqmeter.testkit.Seeded;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rollups equal their rows, and follow the zone. */
class SqliteRollupTest {

    private static final ZoneId MADRID = ZoneId.of("Europe/Madrid");
    private static final ZoneId KOLKATA = ZoneId.of("Asia/Kolkata");

    private final Path file;

    SqliteRollupTest(@TempDir Path folder) {
        file = folder.resolve("groqmeter.db");
    }

    @Test
    void verifying_finds_one_rollup_that_differs_from_its_rows() throws SQLException {
        try (SqliteUsageStore store = open(MADRID)) {
            for (int batch = 0; batch < 10; batch++) {
                store.append(UsageBatch.of(new Traffic(batch).next(150)));
            }
            assertThat(store.verify().ok()).isTrue();
            assertThat(store.verify().detail()).contains("1500 records");

            Database.execute(
                    file,
                    "update sheet set cells = (select cells from sheet where facet = 6 and grain = 3)"
                            + " where facet = 0 and grain = 1 and start_ms = (select min(start_ms) from sheet where grain = 1)"
                            + " and label = (select min(label) from sheet where facet = 0 and grain = 1)");

            assertThat(store.verify().ok()).isFalse();
            assertThat(store.verify().detail()).contains("1 rollup page differs from the calls");
        }
    }

    @Test
    void another_zone_gives_the_same_rows_other_days() {
        Window weeks = new Window(Instant.parse("2026-10-20T00:00:00Z"), Instant.parse("2026-11-03T00:00:00Z"));
        List<UsageRecord> records = RandomRecords.list(new Seeded(3), 300, "r", weeks);
        try (SqliteUsageStore store = open(MADRID)) {
            store.append(UsageBatch.of(records));
        }
        for (ZoneId zone : List.of(KOLKATA, MADRID)) {
            InMemoryUsageStore expected = new InMemoryUsageStore(new UsageCalendar(zone));
            expected.append(UsageBatch.of(records));
            try (SqliteUsageStore store = open(zone)) {
                assertThat(store.calendar().zone()).isEqualTo(zone);
                for (Dimension by : List.of(Dimension.HOUR, Dimension.DAY, Dimension.MONTH)) {
                    RollupQuery query = RollupQuery.of(Window.always(), by, Dimension.MODEL);
                    assertThat(store.rollup(query)).isEqualTo(expected.rollup(query));
                }
                assertThat(store.verify().ok()).isTrue();
            }
            try (SqliteUsageStore reading = SqliteUsageStore.openReadOnly(file)) {
                assertThat(reading.calendar().zone()).isEqualTo(zone);
            }
        }
    }

    @Test
    void another_zone_is_refused_while_the_file_is_in_use() {
        try (SqliteUsageStore store = open(MADRID)) {
            store.append(UsageBatch.of(new Traffic(1).next(10)));
            SqliteFile shortTimeout = new SqliteFile(file, Duration.ofMillis(200));
            assertThatThrownBy(
                            () -> SqliteUsageStore.open(shortTimeout, new UsageCalendar(KOLKATA), Durability.PROCESS))
                    .isInstanceOf(UsageStoreException.class)
                    .hasMessageContaining("another process uses it in the zone Europe/Madrid; use the same zone");
            store.append(UsageBatch.of(new Traffic(2).next(10)));
            assertThat(store.verify().ok()).isTrue();
        }
    }

    private SqliteUsageStore open(ZoneId zone) {
        return SqliteUsageStore.open(file, new UsageCalendar(zone), Durability.PROCESS);
    }
}
