package io.groqmeter.testkit;

import io.groqmeter.store.UsageStore;
import io.groqmeter.usage.UsageCalendar;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Where the rules get their stores from. */
interface StorePlaces {

    /** The store at a place, opened; closed when the test ends. */
    UsageStore storeAt(String place, UsageCalendar calendar);

    /** An empty store whose days are those of UTC. */
    default UsageStore store() {
        return storeAt("store", new UsageCalendar(ZoneOffset.UTC));
    }

    /** An empty store of that zone at a place of its own. */
    default UsageStore storeIn(String zone) {
        return storeAt(zone.replace('/', '-'), new UsageCalendar(ZoneId.of(zone)));
    }

    /** The store of {@link #store()} after the process that held it ended and another began. */
    default UsageStore restarted(UsageStore store) {
        store.close();
        return storeAt("store", store.calendar());
    }
}
