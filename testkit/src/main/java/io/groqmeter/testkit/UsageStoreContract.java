package io.groqmeter.testkit;

import io.groqmeter.store.UsageStore;
import io.groqmeter.usage.UsageCalendar;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/**
 * What every {@link UsageStore} promises, as tests. A store passes when a subclass that opens it does:
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
 * <p>The rules stand in interfaces by topic: {@link AppendRules}, {@link OpenCallRules}, {@link RollupRules},
 * {@link LatencyRules}, {@link FindRules} and {@link SurvivalRules}.
 */
public abstract class UsageStoreContract
        implements AppendRules, OpenCallRules, RollupRules, LatencyRules, FindRules, SurvivalRules {

    private final List<UsageStore> opened = new ArrayList<>();

    /**
     * Opens the store at a place. A place not named before in this test is empty; one named before holds what was appended to it,
     * as after a restart. A store that lives in memory gives the same store again.
     *
     * @param place a file-name-safe name
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
