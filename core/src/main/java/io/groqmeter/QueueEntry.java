package io.groqmeter;

import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.journal.WaitingCall;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Something that the {@link GroupCommit} writes. */
sealed interface QueueEntry {

    /** Its record; null where there is none. */
    @Nullable
    UsageRecord record();

    /** Its open or unsettled call; null where there is none. */
    @Nullable
    OpenCall call();

    /** One that waits in the journal. Nobody waits for it. */
    record Journalled(WaitingCall waiting) implements QueueEntry {

        @Override
        public @Nullable UsageRecord record() {
            return waiting.record();
        }

        @Override
        public @Nullable OpenCall call() {
            return waiting.unsettled();
        }
    }

    /** One that waits in memory. */
    sealed interface InMemory extends QueueEntry {

        /** Completes when it is in the store, or done. */
        CompletableFuture<?> done();
    }

    /** A call to be recorded as open, or as unsettled. */
    record Open(OpenCall call, CompletableFuture<OpenCall> done) implements InMemory {

        @Override
        public @Nullable UsageRecord record() {
            return null;
        }
    }

    /** A record, and what its call may have cost beyond it, in one transaction. */
    record Settled(UsageRecord record, Optional<OpenCall> rest, CompletableFuture<UsageRecord> done)
            implements InMemory {

        @Override
        public @Nullable OpenCall call() {
            return rest.orElse(null);
        }
    }

    /** Work for the writing thread between two batches; writes nothing. */
    record Between(Runnable work, CompletableFuture<Void> done) implements InMemory {

        @Override
        public @Nullable UsageRecord record() {
            return null;
        }

        @Override
        public @Nullable OpenCall call() {
            return null;
        }

        void run() {
            if (done.isDone()) {
                return;
            }
            try {
                work.run();
                done.complete(null);
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        }
    }
}
