package io.groqmeter;

import io.groqmeter.store.ForwardingUsageStore;
import io.groqmeter.store.StoreHealth;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageStore;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A store that fails as a test tells it to. */
final class FaultyStore extends ForwardingUsageStore {

    private volatile Consumer<UsageBatch> beforeAppend = batch -> {};
    private volatile Supplier<StoreHealth> health;

    FaultyStore(UsageStore store) {
        super(store);
        this.health = store::check;
    }

    /** What happens before a batch is written: nothing, or an exception. */
    void onAppend(Consumer<UsageBatch> before) {
        beforeAppend = before;
    }

    void onCheck(Supplier<StoreHealth> answer) {
        health = answer;
    }

    @Override
    public int append(UsageBatch batch) {
        beforeAppend.accept(batch);
        return store().append(batch);
    }

    @Override
    public StoreHealth check() {
        return health.get();
    }
}
