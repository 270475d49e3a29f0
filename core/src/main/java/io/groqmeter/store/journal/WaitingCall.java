package io.groqmeter.store.journal;

import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageRecord;
import org.jspecify.annotations.Nullable;

/** What waits in a {@link CallJournal} for the store: a record, an unsettled call, or a record and the rest beside it. */
public final class WaitingCall {

    private final WaitingCalls.Entry entry;
    private final @Nullable CallContent content;

    WaitingCall(WaitingCalls.Entry entry, @Nullable CallContent content) {
        this.entry = entry;
        this.content = content;
    }

    WaitingCalls.Entry entry() {
        return entry;
    }

    /** Its number; 0 when it cannot be read. */
    long order() {
        return content == null ? 0 : content.order();
    }

    /** Its record; null where there is none. */
    public @Nullable UsageRecord record() {
        return content == null ? null : content.record();
    }

    /** The unsettled call; null where there is only a record. */
    public @Nullable OpenCall unsettled() {
        return content == null ? null : content.call();
    }

    /** Whether an earlier process left it; the store may have it already. */
    public boolean left() {
        return entry.left();
    }

    /** Whether it cannot be read any more. */
    public boolean lost() {
        return content == null;
    }

    @Override
    public String toString() {
        return "WaitingCall[" + content + "]";
    }
}
