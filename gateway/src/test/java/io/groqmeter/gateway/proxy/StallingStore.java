package io.groqmeter.gateway.proxy;

import io.groqmeter.store.OpenCall;
import io.groqmeter.store.RecordPage;
import io.groqmeter.store.RecordQuery;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.StoreHealth;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.usage.UsageCalendar;
import java.util.List;
import java.util.Optional;

/** A store that takes its time, or nothing at all, when a test says so. */
final class StallingStore implements UsageStore {

    private final UsageStore store;
    private boolean stalled;
    private boolean waitedFor;
    private boolean failing;

    StallingStore(UsageStore store) {
        this.store = store;
    }

    synchronized void stall() {
        stalled = true;
    }

    synchronized void goOn() {
        stalled = false;
        notifyAll();
    }

    synchronized void failing(boolean on) {
        failing = on;
    }

    synchronized boolean isWaitedFor() {
        return waitedFor;
    }

    @Override
    public synchronized int append(UsageBatch batch) {
        if (failing) {
            throw new UsageStoreException("the disk is full, says the test");
        }
        while (stalled) {
            waitedFor = true;
            try {
                wait();
            } catch (InterruptedException e) {
                throw new UsageStoreException("interrupted", e);
            }
        }
        waitedFor = false;
        return store.append(batch);
    }

    @Override
    public synchronized StoreHealth check() {
        return failing ? new StoreHealth(false, "failing") : store.check();
    }

    @Override
    public List<UsageRollup> rollup(RollupQuery query) {
        return store.rollup(query);
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
