package io.groqmeter;

import io.groqmeter.store.LatencyRollup;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.RecordPage;
import io.groqmeter.store.RecordQuery;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.StoreHealth;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.store.UsageStore;
import io.groqmeter.usage.UsageCalendar;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A store that fails as a test tells it to. */
final class FaultyStore implements UsageStore {

    private final UsageStore store;
    private volatile Consumer<UsageBatch> beforeAppend = batch -> {};
    private volatile Supplier<StoreHealth> health;

    FaultyStore(UsageStore store) {
        this.store = store;
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
        return store.append(batch);
    }

    @Override
    public StoreHealth check() {
        return health.get();
    }

    @Override
    public List<List<UsageRollup>> rollups(List<RollupQuery> queries) {
        return store.rollups(queries);
    }

    @Override
    public List<LatencyRollup> latencies(RollupQuery query) {
        return store.latencies(query);
    }

    @Override
    public RecordPage find(RecordQuery query) {
        return store.find(query);
    }

    @Override
    public Optional<UsageRecord> find(String id) {
        return store.find(id);
    }

    @Override
    public List<Positioned> after(long position, int limit) {
        return store.after(position, limit);
    }

    @Override
    public List<OpenCall> openCalls() {
        return store.openCalls();
    }

    @Override
    public UsageCalendar calendar() {
        return store.calendar();
    }

    @Override
    public void close() {
        store.close();
    }
}
