package io.groqmeter.testkit;

import io.groqmeter.store.Durability;
import io.groqmeter.store.ForwardingUsageStore;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.journal.JournalingUsageStore;
import io.groqmeter.store.json.JsonFileUsageStore;
import io.groqmeter.usage.UsageCalendar;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** With a journal in front of it, which keeps what it can before the store has it, a store is a store still. */
class JournalingUsageStoreTest extends UsageStoreContract {

    private final Path folder;

    JournalingUsageStoreTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Override
    protected UsageStore open(String place, UsageCalendar calendar) {
        Path data = folder.resolve(place);
        return new ForwardingUsageStore(JournalingUsageStore.before(
                JsonFileUsageStore.open(data, calendar, Durability.PROCESS), data, Durability.PROCESS)) {
            @Override
            public int append(UsageBatch batch) {
                batch.settled().forEach(store()::trySettle);
                return store().append(batch);
            }
        };
    }
}
