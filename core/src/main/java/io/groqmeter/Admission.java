package io.groqmeter;

import io.groqmeter.budget.CallRefusedException;
import io.groqmeter.budget.Refusal;
import io.groqmeter.store.OpenCall;
import java.util.concurrent.CompletableFuture;

/** What the meter says of a call that wants to leave. */
public sealed interface Admission {

    /**
     * It may leave.
     *
     * @param call the open call
     * @param guarded whether a hard budget is about it: then do not send it at all unless it is on disk, for a process that died could
     *     not find its cost again
     * @param onDisk completes when the store has it; send nothing to Groq before
     */
    record Admitted(OpenCall call, boolean guarded, CompletableFuture<OpenCall> onDisk) implements Admission {

        /** Whether it must not be sent, now that there was time to put it on disk. */
        public boolean lost() {
            return guarded && (!onDisk.isDone() || onDisk.isCompletedExceptionally());
        }
    }

    /** It may not: send nothing. Nothing is written down of it. */
    record Refused(Refusal refusal) implements Admission {}

    /**
     * The admitted call.
     *
     * @throws CallRefusedException when it was refused
     */
    default Admitted orThrow() {
        if (this instanceof Refused refused) {
            throw new CallRefusedException(refused.refusal());
        }
        return (Admitted) this;
    }
}
