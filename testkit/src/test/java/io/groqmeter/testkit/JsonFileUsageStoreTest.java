package io.groqmeter.testkit;

import io.groqmeter.store.Durability;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.json.JsonFileUsageStore;
import io.groqmeter.usage.UsageCalendar;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class JsonFileUsageStoreTest extends UsageStoreContract {

    private final Path folder;

    JsonFileUsageStoreTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Override
    protected UsageStore open(String place, UsageCalendar calendar) {
        return JsonFileUsageStore.open(folder.resolve(place), calendar, Durability.PROCESS);
    }
}
