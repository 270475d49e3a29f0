package io.groqmeter.testkit;

import io.groqmeter.store.UsageStore;
import io.groqmeter.usage.UsageCalendar;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** How the rules get their stores. */
interface StorePlaces {

    /** Opens the store at a place; it is closed when the test ends. */
    UsageStore storeAt(String place, UsageCalendar calendar);

    /** An empty store in UTC. */
    default UsageStore store() {
        return storeAt("store", new UsageCalendar(ZoneOffset.UTC));
    }

    /** An empty store in a zone, at a place of its own. */
    default UsageStore storeIn(String zone) {
        return storeAt(zone.replace('/', '-'), new UsageCalendar(ZoneId.of(zone)));
    }

    /** The store of {@link #store()} after a restart of its process. */
    default UsageStore restarted(UsageStore store) {
        store.close();
        return storeAt("store", store.calendar());
    }
}
