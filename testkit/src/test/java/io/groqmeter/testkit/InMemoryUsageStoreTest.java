package io.groqmeter.testkit;

import io.groqmeter.store.UsageStore;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.usage.UsageCalendar;
import java.util.HashMap;
import java.util.Map;

class InMemoryUsageStoreTest extends UsageStoreContract {

    private final Map<String, UsageStore> places = new HashMap<>();

    @Override
    protected UsageStore open(String place, UsageCalendar calendar) {
        return places.computeIfAbsent(place, name -> new InMemoryUsageStore(calendar));
    }
}
