package io.groqmeter.testkit;

import io.groqmeter.store.ForwardingUsageStore;
import io.groqmeter.store.RecordRefusedException;
import io.groqmeter.store.StoreHealth;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStoreException;
import java.util.function.Predicate;

/** A store that fails or stalls while a test wants it to. Thread-safe. */
public final class TroubledStore extends ForwardingUsageStore {

    private Predicate<UsageRecord> unbearable = record -> false;
    private boolean failing;
    private boolean stalled;
    private boolean waitedFor;

    public TroubledStore(UsageStore store) {
        super(store);
    }

    /** From now on appends fail, and {@link #check} says so. */
    public synchronized void fail() {
        failing = true;
    }

    /** From now on appends stall. */
    public synchronized void stall() {
        stalled = true;
    }

    /** Ends the trouble; stalled appends continue. */
    public synchronized void recover() {
        failing = false;
        stalled = false;
        notifyAll();
    }

    /** Whether an append has stalled. */
    public synchronized boolean isWaitedFor() {
        return waitedFor;
    }

    /** Batches with such a record fail, even while nothing else does. */
    public synchronized void cannotBear(Predicate<UsageRecord> record) {
        unbearable = record;
    }

    @Override
    public synchronized int append(UsageBatch batch) {
        while (stalled) {
            waitedFor = true;
            try {
                wait();
            } catch (InterruptedException e) {
                throw new UsageStoreException("interrupted", e);
            }
        }
        waitedFor = false;
        if (failing) {
            throw new UsageStoreException("the disk is full, says the test");
        }
        if (batch.settled().stream().anyMatch(unbearable)) {
            throw new RecordRefusedException("this record cannot be kept, says the test");
        }
        return store().append(batch);
    }

    @Override
    public synchronized StoreHealth check() {
        return failing ? new StoreHealth(false, "the disk is full, says the test") : store().check();
    }

    @Override
    public void close() {
        recover();
        store().close();
    }
}
