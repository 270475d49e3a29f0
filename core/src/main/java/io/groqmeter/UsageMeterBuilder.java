package io.groqmeter;

import io.groqmeter.pricing.PriceList;
import io.groqmeter.store.Durability;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.json.JsonFileUsageStore;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.UsageCalendar;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes the meter of a program that calls Groq itself.
 *
 * <p>Nothing is opened or started before {@link #build}. The meter owns what it was built with: closing it writes what waits and
 * closes the store.
 */
public final class UsageMeterBuilder {

    private static final String LEFT_OPEN = "the program ended before the call did";

    private final List<UsageListener> listeners = new ArrayList<>();
    private Function<UsageCalendar, UsageStore> store = InMemoryUsageStore::new;
    private Supplier<PriceList> prices = PriceList::shipped;
    private ZoneId zone = ZoneId.systemDefault();
    private InstantSource clock = Clock.systemUTC();
    private Attribution attribution = Attribution.none();

    UsageMeterBuilder() {}

    /** Keeps the books in the first tool's files, {@code usage_log.json} and {@code daily_stats.json}, in that folder. */
    public UsageMeterBuilder jsonFiles(Path folder) {
        store = calendar -> JsonFileUsageStore.open(folder, calendar, Durability.PROCESS);
        return this;
    }

    /** Keeps the books in a store that is open already, such as an SQLite file. Its own zone holds, not {@link #zone}. */
    public UsageMeterBuilder store(UsageStore open) {
        store = calendar -> open;
        return this;
    }

    /** Prices instead of the shipped list; asked for every call, so they may change meanwhile. */
    public UsageMeterBuilder prices(Supplier<PriceList> current) {
        prices = current;
        return this;
    }

    /** The zone of days and months; the system's when nothing is said. */
    public UsageMeterBuilder zone(ZoneId days) {
        zone = days;
        return this;
    }

    /** What time it is; the system's clock when nothing is said. */
    public UsageMeterBuilder clock(InstantSource time) {
        clock = time;
        return this;
    }

    /** Somebody who hears of calls once they are in the store. */
    public UsageMeterBuilder listener(UsageListener listener) {
        listeners.add(listener);
        return this;
    }

    /** Whom calls are for where nobody says more. */
    public UsageMeterBuilder attribution(Attribution everybody) {
        attribution = everybody;
        return this;
    }

    /**
     * Opens the store and starts the writing thread. Calls that an earlier process left open are unsettled from now on.
     *
     * @throws io.groqmeter.store.UsageStoreException when the store cannot be opened
     */
    public UsageMeter build() {
        UsageStore opened = store.apply(new UsageCalendar(zone));
        try {
            leaveUnsettled(opened);
            return new UsageMeter(opened, prices, clock, listeners, attribution, opened::close);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private static void leaveUnsettled(UsageStore books) {
        List<OpenCall> left = books.openCalls().stream()
                .filter(call -> call.unsettled() == null)
                .map(call -> call.unsettledBecause(LEFT_OPEN))
                .toList();
        if (!left.isEmpty()) {
            books.append(new UsageBatch(left, List.of()));
        }
    }
}
