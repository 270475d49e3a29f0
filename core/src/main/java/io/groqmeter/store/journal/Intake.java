package io.groqmeter.store.journal;

import io.groqmeter.store.OpenCall;
import io.groqmeter.store.RecordRefusedException;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings what waits into a store, a batch at a time. What the store can never hold is put aside. */
final class Intake {

    private static final int MOST = 1_000;

    private final UsageStore store;
    private final @Nullable RefusedCalls refused;
    private final List<OpenCall> opened = new ArrayList<>();
    private final List<UsageRecord> settled = new ArrayList<>();

    /** @param refused null where the store has to take all */
    Intake(UsageStore store, @Nullable RefusedCalls refused) {
        this.store = store;
        this.refused = refused;
    }

    void add(@Nullable UsageRecord record, @Nullable OpenCall call) {
        if (record != null) {
            settled.add(record);
        }
        if (call != null) {
            opened.add(call);
        }
        if (settled.size() + opened.size() >= MOST) {
            flush();
        }
    }

    /** @throws UsageStoreException when the store takes nothing, or refuses something that is not put aside */
    void flush() {
        UsageBatch batch = new UsageBatch(opened, settled);
        opened.clear();
        settled.clear();
        try {
            store.append(batch);
        } catch (UsageStoreException e) {
            if (refused == null) {
                throw e;
            }
            // Records first: one closes the open call of its id.
            batch.settled().forEach(record -> appendOrRefuse(UsageBatch.of(record), record, null));
            batch.opened().forEach(call -> appendOrRefuse(new UsageBatch(List.of(call), List.of()), null, call));
        }
    }

    private void appendOrRefuse(UsageBatch one, @Nullable UsageRecord record, @Nullable OpenCall call) {
        try {
            store.append(one);
        } catch (UsageStoreException e) {
            if (refused == null || !(e instanceof RecordRefusedException)) {
                throw e;
            }
            try {
                refused.add(record, call, e);
            } catch (IOException unwritten) {
                throw new UsageStoreException("cannot put a call aside: " + unwritten.getMessage(), unwritten);
            }
        }
    }
}
