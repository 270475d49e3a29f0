package io.groqmeter.testkit;

import io.groqmeter.store.UsageStore;
import io.groqmeter.usage.UsageCalendar;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/**
 * The contract of every {@link UsageStore}, as tests. A store passes if a subclass that opens it passes:
 *
 * <pre>{@code
 * class InMemoryUsageStoreTest extends UsageStoreContract {
 *     private final Map<String, UsageStore> places = new HashMap<>();
 *
 *     @Override
 *     protected UsageStore open(String place, UsageCalendar calendar) {
 *         return places.computeIfAbsent(place, name -> new InMemoryUsageStore(calendar));
 *     }
 * }
 * }</pre>
 *
 * <p>The rules are in one interface per topic: {@link AppendRules}, {@link OpenCallRules}, {@link RollupRules},
 * {@link LatencyRules}, {@link FindRules} and {@link SurvivalRules}.
 */
public abstract class UsageStoreContract
        implements AppendRules, OpenCallRules, RollupRules, LatencyRules, FindRules, SurvivalRules {

    private final List<UsageStore> opened = new ArrayList<>();

    /**
     * Opens the store at a place. A place that is new to this test is empty; any other has what was appended to it, as after a
     * restart. A store in memory returns the same store again.
     *
     * @param place a name that is safe as a file name
     */
    protected abstract UsageStore open(String place, UsageCalendar calendar);

    @Override
    public final UsageStore storeAt(String place, UsageCalendar calendar) {
        UsageStore store = open(place, calendar);
        opened.add(store);
        return store;
    }

    @AfterEach
    final void closeStores() {
        opened.forEach(UsageStore::close);
    }
}
