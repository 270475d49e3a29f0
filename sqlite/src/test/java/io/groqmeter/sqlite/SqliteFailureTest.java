package io.groqmeter.sqlite;

import static io.groqmeter.testkit.Records.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groqmeter.sqlite.file.SqliteFile;
import io.groqmeter.sqlite.rollup.RollupBacklog;
import io.groqmeter.store.Durability;
import io.groqmeter.store.RecordQuery;
import io.groqmeter.store.RecordRefusedException;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.testkit.Records;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An append that fails leaves nothing behind, and the next one works. */
class SqliteFailureTest {

    private final Path path;
    private final SqliteUsageStore store;

    SqliteFailureTest(@TempDir Path folder) {
        path = folder.resolve("groqmeter.db");
        SqliteFile file = new SqliteFile(path, Duration.ofMillis(100));
        store = SqliteUsageStore.open(file, new UsageCalendar(ZoneOffset.UTC), Durability.PROCESS);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void a_batch_whose_last_record_is_refused_leaves_nothing() {
        UsageRecord good = record("good").project("new project").build();
        UsageRecord tooExpensive =
                record("too expensive").cost("9223372.036854775808").build();
        UsageBatch batch =
                new UsageBatch(List.of(Records.openCall("open", "2026-11-22T10:15:30Z")), List.of(good, tooExpensive));

        assertThatThrownBy(() -> store.append(batch))
                .isInstanceOf(RecordRefusedException.class)
                .hasMessageContaining("record too expensive costs 9223372.036854775808 USD")
                .hasMessageContaining("check the price of openai/gpt-oss-20b");

        assertThat(store.find(RecordQuery.latest(10)).records()).isEmpty();
        assertThat(store.openCalls()).isEmpty();
        assertThat(calls()).isZero();
        assertUsable(good);
    }

    @Test
    void the_most_expensive_call_that_can_be_stored_is_stored_exactly() {
        UsageRecord mostExpensive =
                record("most expensive").cost("9223372.036854775807").build();
        store.append(UsageBatch.of(List.of(
                mostExpensive, record("other").cost("9223372.036854775807").build())));

        assertThat(store.find("most expensive")).contains(mostExpensive);
        assertThat(store.rollup(RollupQuery.of(Window.always())).get(0).sums().cost())
                .isEqualByComparingTo("18446744.073709551614");
        assertThat(store.verify().ok()).isTrue();
    }

    @Test
    void a_database_that_fails_in_the_middle_of_a_batch_is_left_as_it_was() throws SQLException {
        Database.execute(
                path,
                "create trigger failing after insert on call begin select raise(abort, 'the disk is on fire'); end");
        UsageRecord good = record("good").project("new project").build();

        assertThatThrownBy(() -> store.append(UsageBatch.of(good)))
                .isExactlyInstanceOf(UsageStoreException.class)
                .hasMessageContaining("cannot append to " + path)
                .hasMessageContaining("the disk is on fire");
        assertThat(Database.lines(path, "select id from series")).isEmpty();

        Database.execute(path, "drop trigger failing");
        assertUsable(good);
    }

    @Test
    void a_batch_that_fails_while_the_rollups_catch_up_changes_nothing_and_may_be_repeated() throws SQLException {
        List<UsageRecord> records = new Traffic(3).next(2 * RollupBacklog.MAX_RECORDS);
        store.append(UsageBatch.of(records.subList(0, RollupBacklog.MAX_RECORDS - 1)));
        Database.execute(
                path,
                "create trigger failing before insert on sheet begin select raise(abort, 'the disk is on fire'); end");
        UsageBatch rest = UsageBatch.of(records.subList(RollupBacklog.MAX_RECORDS - 1, records.size()));

        assertThatThrownBy(() -> store.append(rest)).hasMessageContaining("the disk is on fire");
        assertThat(calls()).isEqualTo(RollupBacklog.MAX_RECORDS - 1);

        Database.execute(path, "drop trigger failing");
        assertThat(store.append(rest)).isEqualTo(RollupBacklog.MAX_RECORDS + 1);
        assertThat(calls()).isEqualTo(2 * RollupBacklog.MAX_RECORDS);
        assertThat(store.verify().detail()).contains(2 * RollupBacklog.MAX_RECORDS + " records");
    }

    @Test
    void a_database_locked_by_another_process_is_waited_for_then_refused_then_written() throws SQLException {
        UsageRecord good = record("good").build();
        try (Connection other = Database.connect(path);
                Statement statement = other.createStatement()) {
            statement.execute("begin immediate");
            assertThatThrownBy(() -> store.append(UsageBatch.of(good)))
                    .isExactlyInstanceOf(UsageStoreException.class)
                    .hasMessageContaining("another process kept it locked for 0.1 s");
            assertThat(store.check().ok()).isFalse();
            assertThat(calls()).isZero();
            statement.execute("rollback");
        }
        assertUsable(good);
        assertThat(store.check().ok()).isTrue();
    }

    @Test
    void a_check_waits_for_a_locked_database_a_moment_and_not_its_busy_timeout() throws SQLException {
        SqliteFile patient = new SqliteFile(path, Duration.ofSeconds(10));
        try (SqliteUsageStore other =
                        SqliteUsageStore.open(patient, new UsageCalendar(ZoneOffset.UTC), Durability.PROCESS);
                Connection locking = Database.connect(path);
                Statement statement = locking.createStatement()) {
            statement.execute("begin immediate");
            assertThat(other.check().ok()).isFalse();
            assertThat(other.check().detail()).contains("locked for 0.25 s");
            statement.execute("rollback");
        }
    }

    @Test
    void nothing_is_written_to_a_file_that_was_removed_and_all_to_the_one_that_is_put_back() throws IOException {
        UsageRecord before = record("before").build();
        store.append(UsageBatch.of(before));
        Path aside = path.resolveSibling("aside.db");
        Files.move(path, aside);
        assertThatThrownBy(() -> store.append(UsageBatch.of(record("lost").build())))
                .hasMessageContaining("is gone; put it back");
        assertThat(store.check().ok()).isFalse();

        Files.move(aside, path);
        assertThat(store.append(UsageBatch.of(record("after").build()))).isEqualTo(1);
        assertThat(calls()).isEqualTo(2);
    }

    private void assertUsable(UsageRecord good) {
        assertThat(store.append(UsageBatch.of(good))).isEqualTo(1);
        assertThat(store.find(good.id())).contains(good);
        assertThat(calls()).isEqualTo(1);
        assertThat(store.verify().ok()).isTrue();
    }

    private long calls() {
        return store.rollup(RollupQuery.of(Window.always())).get(0).sums().calls();
    }
}
