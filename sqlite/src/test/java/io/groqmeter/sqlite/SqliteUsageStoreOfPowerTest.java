package io.groqmeter.sqlite;

import io.groqmeter.store.Durability;
import io.groqmeter.store.UsageStore;
import io.groqmeter.testkit.UsageStoreContract;
import io.groqmeter.usage.UsageCalendar;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** With a backlog as in use, where a contract's hundreds of records stay. */
class SqliteUsageStoreOfPowerTest extends UsageStoreContract {

    private final Path folder;

    SqliteUsageStoreOfPowerTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Override
    protected UsageStore open(String cursor, UsageCalendar calendar) {
        return SqliteUsageStore.open(folder.resolve(cursor + ".db"), calendar, Durability.POWER);
    }
}
