package io.groqmeter.sqlite.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groqmeter.sqlite.SqliteUsageStore;
import io.groqmeter.sqlite.file.FileStamp;
import io.groqmeter.sqlite.file.SqliteFile;
import io.groqmeter.sqlite.file.TemporaryCopy;
import io.groqmeter.store.Durability;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.testkit.Records;
import io.groqmeter.usage.UsageCalendar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadOnlyDatabaseTest {

    private static final UsageCalendar UTC = new UsageCalendar(ZoneOffset.UTC);

    private final Path file;

    ReadOnlyDatabaseTest(@TempDir Path folder) {
        file = folder.resolve("groqmeter.db");
    }

    private void append(String id) {
        try (SqliteUsageStore store = SqliteUsageStore.open(file, UTC, Durability.PROCESS)) {
            store.append(UsageBatch.of(Records.record(id).build()));
        }
    }

    @Test
    void a_file_that_nobody_should_write_and_somebody_does_tells_nothing_wrong() {
        append("one");
        ReadOnlyDatabase still =
                new ReadOnlyDatabase(file, new SqliteFile(file).asImmutable(), UTC, null, FileStamp.of(file), false);
        still.requireUnchanged();
        append("two");
        assertThatThrownBy(still::requireUnchanged)
                .isInstanceOf(UsageStoreException.class)
                .hasMessageContaining("changed while it was read");
    }

    @Test
    void what_stands_beside_a_file_is_in_its_copy() throws Exception {
        Path copied;
        try (SqliteUsageStore store = SqliteUsageStore.open(file, UTC, Durability.PROCESS)) {
            store.append(UsageBatch.of(Records.record("one").build()));
            assertThat(TemporaryCopy.needsRecovery(file)).isTrue();
            try (TemporaryCopy copy = TemporaryCopy.ofFiles(file);
                    SqliteUsageStore read = SqliteUsageStore.openReadOnly(copy.database())) {
                copied = copy.database();
                assertThat(read.find("one")).isPresent();
            }
        }
        assertThat(copied.getParent()).doesNotExist();
        assertThat(TemporaryCopy.needsRecovery(file)).isFalse();
    }

    @Test
    void a_file_without_anything_in_it_has_no_calls() throws Exception {
        Files.createFile(file);
        try (SqliteUsageStore store = SqliteUsageStore.openReadOnly(file)) {
            assertThat(store.after(0, 10)).isEqualTo(List.of());
            assertThat(store.older()).isFalse();
        }
        assertThat(file).isEmptyFile();
    }
}
