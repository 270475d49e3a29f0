package io.groqmeter.bench.micro;

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
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Takes everything, keeps nothing, has nothing. */
final class NoStore implements UsageStore {

    @Override
    public int append(UsageBatch batch) {
        return batch.settled().size();
    }

    @Override
    public List<UsageRollup> rollup(RollupQuery query) {
        return List.of();
    }

    @Override
    public List<LatencyRollup> latencies(RollupQuery query) {
        return List.of();
    }

    @Override
    public RecordPage find(RecordQuery query) {
        throw new UnsupportedOperationException("there are no pages of nothing");
    }

    @Override
    public Optional<UsageRecord> find(String id) {
        return Optional.empty();
    }

    @Override
    public List<Positioned> after(long position, int limit) {
        return List.of();
    }

    @Override
    public List<OpenCall> openCalls() {
        return List.of();
    }

    @Override
    public UsageCalendar calendar() {
        return new UsageCalendar(ZoneOffset.UTC);
    }

    @Override
    public StoreHealth check() {
        throw new UnsupportedOperationException("nobody asks a store that never fails");
    }

    @Override
    public void close() {
        // Nothing was opened.
    }
}
