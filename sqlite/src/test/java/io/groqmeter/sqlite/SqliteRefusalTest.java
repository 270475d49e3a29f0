package io.groqmeter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groqmeter.store.Durability;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.testkit.Records;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.ZoneOffset;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be opened or written is refused in one line that names the file and the remedy. */
class SqliteRefusalTest {

    private static final UsageCalendar UTC = new UsageCalendar(ZoneOffset.UTC);

    private final Path file;

    SqliteRefusalTest(@TempDir Path folder) {
        this.file = folder.resolve("groqmeter.db");
    }

    @Test
    void a_file_that_is_no_database() throws IOException {
        Files.writeString(file, "{\"total_requests\": 12}\n".repeat(500));
        assertRefused("it is not a SQLite database; move it away or name another file");
        assertThat(Files.readString(file)).startsWith("{\"total_requests\"");
    }

    @Test
    void a_damaged_database() throws IOException {
        try (SqliteUsageStore store = open()) {
            store.append(UsageBatch.of(new Traffic(1).next(2_000)));
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (long page = 4; page < channel.size() / 4096; page += 3) {
                channel.write(ByteBuffer.wrap("garbage, garbage".repeat(20).getBytes()), page * 4096);
            }
        }
        assertRefused("the database is damaged; stop groqmeter, move the file away");
    }

    @Test
    void a_database_of_something_else() throws SQLException {
        Database.execute(file, "create table customers (name text)");
        assertRefused("is a SQLite database, but not groqmeter's (it has a table customers); name another file");
    }

    @Test
    void a_database_of_a_newer_groqmeter() throws SQLException {
        open().close();
        Database.execute(file, "insert into schema_file (name) values ('947_from_the_future.sql')");
        assertRefused("was written by a newer groqmeter (it has 947_from_the_future.sql");
        assertThatThrownBy(() -> SqliteUsageStore.openReadOnly(file))
                .isInstanceOf(UsageStoreException.class)
                .hasMessageContaining("update groqmeter");
    }

    @Test
    void a_folder_in_the_place_of_the_file() throws IOException {
        Files.createDirectory(file);
        assertRefused("it cannot be opened or created; check that its folder exists and is writable");
    }

    @Test
    void a_file_in_the_place_of_the_folder() throws IOException {
        Files.writeString(file.resolveSibling("debug_data"), "");
        Path inside = file.resolveSibling("debug_data/groqmeter.db");
        assertThatThrownBy(() -> SqliteUsageStore.open(inside, UTC, Durability.PROCESS))
                .isInstanceOf(UsageStoreException.class)
                .hasMessageContaining("cannot create the folder")
                .hasMessageContaining("debug_data");
    }

    @Test
    void reading_a_file_that_is_not_there_yet() {
        assertThatThrownBy(() -> SqliteUsageStore.openReadOnly(file))
                .isInstanceOf(UsageStoreException.class)
                .hasMessageContaining("there is no usage database " + file);
        assertThat(file).doesNotExist();
    }

    @Test
    void writing_to_a_store_opened_for_reading() {
        open().close();
        try (SqliteUsageStore store = SqliteUsageStore.openReadOnly(file)) {
            assertThat(store.check().ok()).isTrue();
            assertThatThrownBy(() ->
                            store.append(UsageBatch.of(Records.record("one").build())))
                    .isInstanceOf(UsageStoreException.class)
                    .hasMessageContaining("opened for reading only");
        }
    }

    @Test
    void anything_after_closing() {
        SqliteUsageStore store = open();
        store.close();
        assertThatThrownBy(() -> store.rollup(RollupQuery.of(Window.always())))
                .isInstanceOf(UsageStoreException.class)
                .hasMessageContaining("was closed");
        assertThatThrownBy(
                        () -> store.append(UsageBatch.of(Records.record("one").build())))
                .isExactlyInstanceOf(UsageStoreException.class)
                .hasMessageContaining("was closed");
    }

    @Test
    void a_file_that_vanished_is_not_healthy() throws IOException {
        try (SqliteUsageStore store = open()) {
            Files.delete(file);
            assertThat(store.check().ok()).isFalse();
            assertThat(store.check().detail()).contains("is gone");
        }
    }

    private SqliteUsageStore open() {
        return SqliteUsageStore.open(file, UTC, Durability.PROCESS);
    }

    private void assertRefused(String why) {
        AbstractThrowableAssert<?, ?> refusal = assertThatThrownBy(this::open);
        refusal.isInstanceOf(UsageStoreException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(why);
        refusal.extracting(Throwable::getMessage).asString().doesNotContain("\n");
    }
}
