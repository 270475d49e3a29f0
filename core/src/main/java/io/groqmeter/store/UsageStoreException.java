package io.groqmeter.store;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A store could not do what was asked; the message says why and how to mend it, in one line. */
public sealed class UsageStoreException extends RuntimeException permits RecordRefusedException {

    @Serial
    private static final long serialVersionUID = 1;

    public UsageStoreException(String message) {
        super(message);
    }

    public UsageStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
