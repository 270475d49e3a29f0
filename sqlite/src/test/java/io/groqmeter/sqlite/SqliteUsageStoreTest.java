package io.groqmeter.sqlite;

import io.groqmeter.sqlite.file.SqliteFile;
import io.groqmeter.store.Durability;
import io.groqmeter.store.UsageStore;
import io.groqmeter.testkit.UsageStoreContract;
import io.groqmeter.usage.UsageCalendar;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** With so few records in the backlog that a contract's hundreds are read from sheets. */
class SqliteUsageStoreTest extends UsageStoreContract {

    private final Path folder;

    SqliteUsageStoreTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Override
    protected UsageStore open(String cursor, UsageCalendar calendar) {
        return SqliteUsageStore.open(new SqliteFile(folder.resolve(cursor + ".db")), calendar, Durability.PROCESS, 30);
    }
}
