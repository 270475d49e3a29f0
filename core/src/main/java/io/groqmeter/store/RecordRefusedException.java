package io.groqmeter.store;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A store cannot hold a record or an open call of the batch, however often it is tried: the fault is in what was handed over. Trouble of
 * the store itself (full, locked, damaged, closed) is never told so.
 */
public final class RecordRefusedException extends UsageStoreException {

    @Serial
    private static final long serialVersionUID = 1;

    public RecordRefusedException(String message) {
        super(message);
    }

    public RecordRefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
