package io.groqmeter.sqlite;

import io.groqmeter.store.Durability;
import io.groqmeter.store.PolicyStore;
import io.groqmeter.testkit.PolicyStoreContract;
import io.groqmeter.usage.UsageCalendar;
import java.nio.file.Path;
import java.time.ZoneOffset;
import org.junit.jupiter.api.io.TempDir;

class SqlitePolicyStoreTest extends PolicyStoreContract {

    private final Path folder;

    SqlitePolicyStoreTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Override
    protected PolicyStore open() {
        Path file = folder.resolve("groqmeter.db");
        try (SqliteUsageStore store =
                SqliteUsageStore.open(file, new UsageCalendar(ZoneOffset.UTC), Durability.PROCESS)) {
            return store.policies();
        }
    }
}
