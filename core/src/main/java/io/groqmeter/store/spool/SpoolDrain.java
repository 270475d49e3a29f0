package io.groqmeter.store.spool;

import io.groqmeter.outbox.OutboxQueue;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.json.UsageLine;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way out of the spool: what waits there goes into the store in order. Used on the thread that writes to the store. */
final class SpoolDrain {

    private static final Logger LOG = LoggerFactory.getLogger(SpoolDrain.class);
    private static final int MOST_REFUSALS = 4;

    private final OutboxQueue spool;
    private final UsageStore store;
    private int refusals;

    SpoolDrain(OutboxQueue spool, UsageStore store) {
        this.spool = spool;
        this.store = store;
    }

    /** Whether the store would take something now. */
    boolean storeWorks() {
        try {
            return store.check().ok();
        } catch (RuntimeException e) {
            LOG.debug("The store could not even be checked", e);
            return false;
        }
    }

    /**
     * Moves some lines, if there are any. What the store refuses time and again although it works is put aside.
     *
     * @return whether there were any
     * @throws RuntimeException when the store does not take them now
     */
    boolean moveSome() throws IOException {
        if (spool.isEmpty()) {
            return false;
        }
        OutboxQueue.Next next = spool.next();
        try {
            store.append(next.batch());
        } catch (RuntimeException e) {
            if (!storeWorks() || ++refusals < MOST_REFUSALS) {
                throw e;
            }
            appendOneByOne(next.batch());
        }
        refusals = 0;
        spool.take(next);
        return true;
    }

    /** Moves all there are. */
    void moveAll() throws IOException {
        boolean more = true;
        for (int failures = 0; more; ) {
            try {
                more = moveSome();
                failures = 0;
            } catch (RuntimeException e) {
                if (++failures > MOST_REFUSALS) {
                    throw e;
                }
            }
        }
    }

    private void appendOneByOne(UsageBatch batch) throws IOException {
        for (UsageRecord record : batch.settled()) {
            appendOrRefuse(UsageBatch.of(record), new UsageLine.Settled(record));
        }
        for (OpenCall call : batch.opened()) {
            appendOrRefuse(new UsageBatch(List.of(call), List.of()), new UsageLine.Opened(call));
        }
    }

    private void appendOrRefuse(UsageBatch one, UsageLine line) throws IOException {
        try {
            store.append(one);
        } catch (RuntimeException e) {
            if (!storeWorks()) {
                throw e;
            }
            spool.refuse(line.text(), e);
        }
    }
}
