package io.groqmeter;

import io.groqmeter.budget.Budget;
import io.groqmeter.budget.BudgetGuard;
import io.groqmeter.budget.Rules;
import io.groqmeter.budget.RulesSource;
import io.groqmeter.outbox.GatewayOutbox;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.pricing.UnknownPrice;
import io.groqmeter.store.BatchInputs;
import io.groqmeter.store.Durability;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageSink;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.json.JsonFileUsageStore;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.UsageCalendar;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the meter of a program that calls Groq itself:
 *
 * <pre>{@code
 * try (UsageMeter meter = UsageMeter.builder().jsonFiles(Path.of("debug_data")).build()) {
 *     HttpClient client = new MeteringHttpClient(meter, HttpClient.newHttpClient());
 * }
 * }</pre>
 *
 * <p>Nothing is opened or started before {@link #build}. The meter owns what it was built with: closing it writes what waits and
 * closes the store.
 */
public final class UsageMeterBuilder {

    private static final String LEFT_OPEN = "the program ended before the call did";

    private final List<UsageListener> listeners = new ArrayList<>();
    private Function<UsageCalendar, UsageSink> sink = InMemoryUsageStore::new;
    private Supplier<BatchInputs> batches = BatchInputs::inMemory;
    private Supplier<PriceList> prices = PriceList::shipped;
    private @Nullable UnknownPrice unknown;
    private ZoneId zone = ZoneId.systemDefault();
    private InstantSource clock = Clock.systemUTC();
    private Attribution attribution = Attribution.none();
    private RulesSource rules = RulesSource.NONE;

    UsageMeterBuilder() {}

    /** Keeps the books in the first tool's files, {@code usage_log.json} and {@code daily_stats.json}, in that folder. */
    public UsageMeterBuilder jsonFiles(Path folder) {
        sink = calendar -> JsonFileUsageStore.open(folder, calendar, Durability.PROCESS);
        batches = () -> BatchInputs.in(folder);
        return this;
    }

    /** Keeps the books in a store that is open already, such as an SQLite file. Its own zone holds, not {@link #zone}. */
    public UsageMeterBuilder store(UsageStore open) {
        sink = calendar -> open;
        return this;
    }

    /**
     * Sends every call to a running gateway, which keeps the books. What cannot be sent waits in a file in that folder, across
     * restarts.
     *
     * @param gateway its address, such as {@code http://127.0.0.1:5001}
     * @param key a key the gateway lets add records; null where it asks for none
     * @param folder one process at a time may use it
     */
    public UsageMeterBuilder gateway(URI gateway, @Nullable String key, Path folder) {
        sink = calendar -> GatewayOutbox.open(gateway, key, folder);
        batches = () -> BatchInputs.in(folder);
        return this;
    }

    /** Prices instead of the shipped list; asked for every call, so they may change meanwhile. */
    public UsageMeterBuilder prices(Supplier<PriceList> current) {
        prices = current;
        return this;
    }

    /** What stands in for the price of a model that has none; what the prices say themselves when nothing is said. */
    public UsageMeterBuilder unknownPrice(UnknownPrice choice) {
        unknown = choice;
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

    /** The budgets and limits that refuse calls before they leave; none when nothing is said. */
    public UsageMeterBuilder rules(RulesSource inForce) {
        rules = inForce;
        return this;
    }

    /** Refuses calls that would pass a {@link Budget#hard hard} one of these budgets, before they leave. */
    public UsageMeterBuilder budgets(Budget... inForce) {
        return rules(RulesSource.of(new Rules(List.of(inForce), List.of())));
    }

    /**
     * Opens the store and starts the writing thread. Calls that an earlier process left open are unsettled from now on.
     *
     * @throws io.groqmeter.store.UsageStoreException when the store cannot be opened
     * @throws IllegalArgumentException when a rule cannot be understood, and so not be enforced
     */
    public UsageMeter build() {
        Supplier<PriceList> inForce = pricesInForce();
        UsageSink opened = sink.apply(new UsageCalendar(zone));
        try {
            BudgetGuard guard = BudgetGuard.none(clock);
            if (opened instanceof UsageStore books) {
                leaveUnsettled(books);
                guard = new BudgetGuard(books, rules, inForce, clock, List.of());
            } else if (rules != RulesSource.NONE) {
                throw new IllegalStateException("budgets are kept where the books are: set them at the gateway");
            }
            return new UsageMeter(
                    new UsageQueue(opened, listeners),
                    inForce,
                    clock,
                    guard,
                    attribution,
                    opened::close,
                    batches.get());
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private Supplier<PriceList> pricesInForce() {
        UnknownPrice choice = unknown;
        Supplier<PriceList> current = prices;
        return choice == null ? current : () -> current.get().withUnknownPrice(choice);
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
