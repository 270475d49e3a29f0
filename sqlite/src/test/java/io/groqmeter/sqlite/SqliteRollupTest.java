package io.groqmeter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groqmeter.sqlite.dimension.RollupDimensions;
import io.groqmeter.sqlite.dimension.Series;
import io.groqmeter.sqlite.file.SqliteFile;
import io.groqmeter.sqlite.read.LatencyReader;
import io.groqmeter.sqlite.read.PageReader;
import io.groqmeter.sqlite.read.RecentCalls;
import io.groqmeter.sqlite.read.UnrolledCalls;
import io.groqmeter.sqlite.rollup.RollupPage;
import io.groqmeter.store.Dimension;
import io.groqmeter.store.Durability;
import io.groqmeter.store.RollupPlan.Grain;
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

/** RollupVerifier are read instead of rows, equal their rows, and follow the zone. */
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
            assertThat(store.verify().detail()).contains("1 sheets of sums differ from their rows");
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
            SqliteFile impatient = new SqliteFile(file, Duration.ofMillis(200));
            assertThatThrownBy(() -> SqliteUsageStore.open(impatient, new UsageCalendar(KOLKATA), Durability.PROCESS))
                    .isInstanceOf(UsageStoreException.class)
                    .hasMessageContaining("another process uses it in the zone Europe/Madrid; use the same zone");
            store.append(UsageBatch.of(new Traffic(2).next(10)));
            assertThat(store.verify().ok()).isTrue();
        }
    }

    @Test
    void sums_are_read_by_facet_grain_and_time() throws SQLException {
        open(MADRID).close();
        assertThat(plan(RollupPage.select(RollupDimensions.MODEL, List.of())))
                .singleElement()
                .asString()
                .isEqualTo("SEARCH sheet USING PRIMARY KEY (facet=? AND grain=? AND start_ms>? AND start_ms<?)");
    }

    @Test
    void labels_asked_for_are_found_once_and_not_for_each_row() throws SQLException {
        open(MADRID).close();
        assertThat(plan(RollupPage.select(RollupDimensions.SERIES, List.of(Dimension.PROJECT))))
                .contains("SEARCH sheet USING PRIMARY KEY (facet=? AND grain=? AND start_ms>? AND start_ms<?)")
                .noneMatch(step -> step.contains("CORRELATED"));
    }

    @Test
    void times_are_read_by_facet_grain_and_time() throws SQLException {
        open(MADRID).close();
        assertThat(plan(LatencyReader.sql(List.of())))
                .contains("SEARCH r USING PRIMARY KEY (facet=? AND grain=? AND start_ms>? AND start_ms<?)")
                .noneMatch(step -> step.contains("SCAN"));
    }

    @Test
    void a_question_of_one_facet_is_read_from_its_few_labels_and_one_of_several_from_the_series() {
        assertThat(RollupDimensions.telling(List.of(), Grain.DAY)).isEqualTo(RollupDimensions.EVERYTHING);
        assertThat(RollupDimensions.telling(List.of(), Grain.HOUR)).isEqualTo(RollupDimensions.MODEL);
        assertThat(RollupDimensions.telling(List.of(Dimension.USER), Grain.DAY)).isEqualTo(RollupDimensions.USER);
        assertThat(RollupDimensions.telling(List.of(Dimension.USER), Grain.HOUR))
                .isEqualTo(RollupDimensions.SERIES);
        assertThat(RollupDimensions.telling(List.of(Dimension.STATUS, Dimension.USAGE_BASIS), Grain.HOUR))
                .isEqualTo(RollupDimensions.KIND);
        assertThat(RollupDimensions.telling(List.of(Dimension.MODEL, Dimension.KEY), Grain.ALL))
                .isEqualTo(RollupDimensions.SERIES);
    }

    @Test
    void the_hours_at_a_windows_ends_are_read_by_the_index_on_time() throws SQLException {
        open(MADRID).close();
        assertThat(plan(UnrolledCalls.IN_WINDOW))
                .contains("SEARCH c USING INDEX call_started (started_at_ms>? AND started_at_ms<?)")
                .noneMatch(step -> step.contains("SCAN"));
    }

    @Test
    void what_is_in_no_rollup_yet_is_read_by_position() throws SQLException {
        open(MADRID).close();
        assertThat(plan(RecentCalls.BEHIND))
                .contains("SEARCH c USING INTEGER PRIMARY KEY (rowid>?)")
                .noneMatch(step -> step.contains("SCAN") || step.contains("TEMP B-TREE"));
    }

    @Test
    void a_page_is_read_in_order_without_sorting() throws SQLException {
        open(MADRID).close();
        assertThat(plan(PageReader.WALK))
                .singleElement()
                .asString()
                .startsWith("SEARCH call USING INDEX call_started (started_at_ms>? AND started_at_ms<?");
        assertThat(plan(PageReader.OF_SERIES))
                .singleElement()
                .asString()
                .startsWith(
                        "SEARCH call USING COVERING INDEX call_series (series=? AND started_at_ms>? AND started_at_ms<?");
    }

    @Test
    void a_series_is_found_by_its_index() throws SQLException {
        open(MADRID).close();
        assertThat(plan(Series.FIND)).singleElement().asString().contains("USING COVERING INDEX series_labels");
    }

    private List<String> plan(String sql) throws SQLException {
        return Database.lines(file, "explain query plan " + sql);
    }

    private SqliteUsageStore open(ZoneId zone) {
        return SqliteUsageStore.open(file, new UsageCalendar(zone), Durability.PROCESS);
    }
}
