package io.groqmeter.store;

import io.groqmeter.usage.UsageCalendar;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A store in front of another that passes everything on; what it does otherwise, a subclass overrides. */
public abstract class ForwardingUsageStore implements UsageStore {

    private final UsageStore store;

    protected ForwardingUsageStore(UsageStore store) {
        this.store = store;
    }

    /** The store behind. */
    protected final UsageStore store() {
        return store;
    }

    @Override
    public int append(UsageBatch batch) {
        return store.append(batch);
    }

    @Override
    public int replace(Collection<String> gone, UsageBatch batch) {
        return store.replace(gone, batch);
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
    public StoreHealth check() {
        return store.check();
    }

    @Override
    public void close() {
        store.close();
    }
}
