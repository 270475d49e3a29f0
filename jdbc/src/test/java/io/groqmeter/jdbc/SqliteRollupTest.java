package io.groqmeter.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rollups are read instead of rows, equal their rows, and follow the zone. */
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
                store.append(UsageBatch.of(new Traffic(batch).next(50)));
            }
            assertThat(store.verify().ok()).isTrue();
            assertThat(store.verify().detail()).contains("500 records");

            Database.execute(
                    file,
                    "update rollup set calls = calls + 1 where (grain, start_ms, series) in"
                            + " (select grain, start_ms, series from rollup limit 1)");

            assertThat(store.verify().ok()).isFalse();
            assertThat(store.verify().detail()).contains("1 rollups differ from their rows");
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
            assertThatThrownBy(() -> open(KOLKATA))
                    .isInstanceOf(UsageStoreException.class)
                    .hasMessageContaining("another process uses it in the zone Europe/Madrid; use the same zone");
            store.append(UsageBatch.of(new Traffic(2).next(10)));
            assertThat(store.verify().ok()).isTrue();
        }
    }

    @Test
    void a_question_of_one_facet_is_read_from_its_few_rows() throws SQLException {
        open(MADRID).close();
        for (Dimension label : List.of(Dimension.MODEL, Dimension.KEY, Dimension.USER, Dimension.STATUS)) {
            assertThat(plan(RollupReader.rollupSql(List.of(label), true, List.of(), Grain.DAY)))
                    .contains("SEARCH r USING PRIMARY KEY (facet=? AND grain=? AND start_ms>? AND start_ms<?)")
                    .noneMatch(step -> step.contains("SCAN") || step.contains(" c "));
        }
    }

    @Test
    void hours_by_user_are_read_from_the_series() {
        assertThat(RollupReader.rollupSql(List.of(Dimension.USER), true, List.of(), Grain.HOUR))
                .contains("from rollup r cross join series s");
    }

    @Test
    void a_question_of_several_facets_is_read_from_the_series() throws SQLException {
        open(MADRID).close();
        String sql = RollupReader.rollupSql(
                List.of(Dimension.MODEL, Dimension.KEY), true, List.of(Dimension.PROJECT), Grain.HOUR);
        assertThat(plan(sql))
                .contains("SEARCH r USING PRIMARY KEY (grain=? AND start_ms>? AND start_ms<?)")
                .noneMatch(step -> step.contains("SCAN") || step.contains(" c "));
    }

    @Test
    void a_chart_by_day_and_model_adds_nothing_up_and_sorts_nothing() throws SQLException {
        open(MADRID).close();
        String sql = RollupReader.rollupSql(List.of(Dimension.MODEL), true, List.of(), Grain.DAY);
        assertThat(sql).doesNotContain("sum(").doesNotContain("group by");
        assertThat(plan(sql)).noneMatch(step -> step.contains("TEMP B-TREE"));
    }

    @Test
    void the_hours_at_a_windows_ends_are_read_by_the_index_on_time() throws SQLException {
        open(MADRID).close();
        assertThat(plan(LooseCalls.IN_WINDOW))
                .contains("SEARCH c USING INDEX call_started (started_at_ms>? AND started_at_ms<?)")
                .noneMatch(step -> step.contains("SCAN"));
    }

    @Test
    void what_is_in_no_rollup_yet_is_read_by_position() throws SQLException {
        open(MADRID).close();
        assertThat(plan(RollupBacklog.BEHIND))
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
