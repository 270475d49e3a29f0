package io.groqmeter;

import io.groqmeter.store.ForwardingUsageStore;
import io.groqmeter.store.LatencyRollup;
import io.groqmeter.store.RecordPage;
import io.groqmeter.store.RecordQuery;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.store.UsageStore;
import java.util.List;
import java.util.Optional;

/**
 * The books as readers of this process see them: every answer has each call that had settled when it was asked for. Where the store is
 * in trouble, {@link #spooled} counts what is missing.
 */
final class CaughtUpStore extends ForwardingUsageStore {

    private final UsageQueue queue;

    CaughtUpStore(UsageStore store, UsageQueue queue) {
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
    public Optional<UsageRecord> find(String id) {
        queue.catchUp();
        return store().find(id);
    }

    @Override
    public List<Positioned> after(long position, int limit) {
        queue.catchUp();
        return store().after(position, limit);
    }

    @Override
    public long spooled() {
        return store().spooled() + (queue.failing() == null ? 0 : queue.following());
    }
}
