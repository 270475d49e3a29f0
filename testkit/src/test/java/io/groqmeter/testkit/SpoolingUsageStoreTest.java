package io.groqmeter.testkit;

import io.groqmeter.store.Durability;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.json.JsonFileUsageStore;
import io.groqmeter.store.spool.SpoolingUsageStore;
import io.groqmeter.usage.UsageCalendar;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

/** With a spool in front of it a store is a store still. */
class SpoolingUsageStoreTest extends UsageStoreContract {

    private final Path folder;

    SpoolingUsageStoreTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Override
    protected UsageStore open(String place, UsageCalendar calendar) {
        Path data = folder.resolve(place);
        return SpoolingUsageStore.before(
                JsonFileUsageStore.open(data, calendar, Durability.PROCESS),
                data,
                Durability.PROCESS,
                Duration.ofSeconds(10));
    }
}
