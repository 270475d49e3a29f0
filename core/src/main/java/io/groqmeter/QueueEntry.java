package io.groqmeter;

import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageRecord;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Something in the {@link UsageQueue}; its future completes when it is in the store, or done. */
sealed interface QueueEntry {

    CompletableFuture<?> done();

    /** Whether somebody waits for it. */
    default boolean awaited() {
        return true;
    }

    /** A call to be put down as open, or as unsettled. */
    record Open(OpenCall call, CompletableFuture<OpenCall> done) implements QueueEntry {}

    /**
     * A record, and what its call may have cost beyond it, in one transaction.
     *
     * @param kept whether the sink has put it down already, so that nobody waits for the store to have it
     */
    record Settled(UsageRecord record, Optional<OpenCall> rest, boolean kept, CompletableFuture<UsageRecord> done)
            implements QueueEntry {

        @Override
        public boolean awaited() {
            return !kept;
        }
    }

    /** Work for the writing thread between two batches; writes nothing. */
    record Between(Runnable work, CompletableFuture<Void> done) implements QueueEntry {

        void run() {
            try {
                work.run();
                done.complete(null);
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        }
    }
}
