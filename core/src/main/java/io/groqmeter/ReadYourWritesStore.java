package io.groqmeter;

import io.groqmeter.store.ForwardingUsageStore;
import io.groqmeter.store.LatencyRollup;
import io.groqmeter.store.RecordPage;
import io.groqmeter.store.RecordQuery;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.StoreHealth;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.store.UsageStore;
import java.util.List;

/**
 * The books as readers of this process see them: every answer has each call that had settled when it was asked for. Where the store is
 * in trouble, {@link #spooled} counts what is missing.
 */
final class ReadYourWritesStore extends ForwardingUsageStore {

    private final UsageQueue queue;

    ReadYourWritesStore(UsageStore store, UsageQueue queue) {
        super(store);
        this.queue = queue;
    }

    @Override
    public List<List<UsageRollup>> rollups(List<RollupQuery> queries) {
        queue.catchUp();
        return store().rollups(queries);
    }

    @Override
    public List<LatencyRollup> latencies(RollupQuery query) {
        queue.catchUp();
        return store().latencies(query);
    }

    @Override
    public RecordPage find(RecordQuery query) {
        queue.catchUp();
        return store().find(query);
    }

    @Override
    public List<Positioned> after(long position, int limit) {
        queue.catchUp();
        return store().after(position, limit);
    }

    /** After what had settled before has come to the store, or to what it falls back on. */
    @Override
    public StoreHealth check() {
        queue.catchUp();
        return store().check();
    }

    @Override
    public long spooled() {
        queue.catchUp();
        return store().spooled() + (queue.failing() == null ? 0 : queue.following());
    }
}
