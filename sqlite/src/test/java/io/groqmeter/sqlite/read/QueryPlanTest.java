package io.groqmeter.sqlite.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.sqlite.Database;
import io.groqmeter.sqlite.SqliteUsageStore;
import io.groqmeter.sqlite.dimension.RollupDimensions;
import io.groqmeter.sqlite.dimension.Series;
import io.groqmeter.sqlite.rollup.RollupPage;
import io.groqmeter.store.Dimension;
import io.groqmeter.store.Durability;
import io.groqmeter.usage.UsageCalendar;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SQLite answers each query by the index that is meant for it. */
class QueryPlanTest {

    private final Path file;

    QueryPlanTest(@TempDir Path folder) {
        file = folder.resolve("groqmeter.db");
        SqliteUsageStore.open(file, new UsageCalendar(ZoneOffset.UTC), Durability.PROCESS)
                .close();
    }

    @Test
    void sums_are_found_by_dimensions_grain_and_time() throws SQLException {
        assertThat(plan(RollupPage.select(RollupDimensions.MODEL, List.of())))
                .singleElement()
                .asString()
                .isEqualTo("SEARCH sheet USING PRIMARY KEY (facet=? AND grain=? AND start_ms>? AND start_ms<?)");
    }

    @Test
    void the_labels_of_a_filter_are_found_once_and_not_for_each_row() throws SQLException {
        assertThat(plan(RollupPage.select(RollupDimensions.SERIES, List.of(Dimension.PROJECT))))
                .contains("SEARCH sheet USING PRIMARY KEY (facet=? AND grain=? AND start_ms>? AND start_ms<?)")
                .noneMatch(step -> step.contains("CORRELATED"));
    }

    @Test
    void latencies_are_found_by_dimensions_grain_and_time() throws SQLException {
        assertThat(plan(LatencyReader.sql(List.of())))
                .contains("SEARCH r USING PRIMARY KEY (facet=? AND grain=? AND start_ms>? AND start_ms<?)")
                .noneMatch(step -> step.contains("SCAN"));
    }

    @Test
    void the_hours_at_both_ends_of_a_window_are_found_by_the_index_on_time() throws SQLException {
        assertThat(plan(UnrolledCalls.IN_WINDOW))
                .contains("SEARCH c USING INDEX call_started (started_at_ms>? AND started_at_ms<?)")
                .noneMatch(step -> step.contains("SCAN"));
    }

    @Test
    void calls_after_the_watermark_are_found_by_position() throws SQLException {
        assertThat(plan(RecentCalls.AFTER))
                .contains("SEARCH c USING INTEGER PRIMARY KEY (rowid>?)")
                .noneMatch(step -> step.contains("SCAN") || step.contains("TEMP B-TREE"));
    }

    @Test
    void a_page_is_read_in_order_without_sorting() throws SQLException {
        assertThat(plan(PageReader.SCAN))
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
        assertThat(plan(Series.FIND)).singleElement().asString().contains("USING COVERING INDEX series_labels");
    }

    private List<String> plan(String sql) throws SQLException {
        return Database.lines(file, "explain query plan " + sql);
    }
}
