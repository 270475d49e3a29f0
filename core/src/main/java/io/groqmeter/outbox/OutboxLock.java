package io.groqmeter.outbox;

import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.file.ExclusiveFileLock;
import io.groqmeter.store.file.OwnerOnly;
import java.io.IOException;
import java.nio.file.Path;

/** The lock on an outbox's folder, held by one meter at a time. */
final class OutboxLock {

    private OutboxLock() {}

    /**
     * Takes the folder, making it if need be.
     *
     * @throws UsageStoreException when another has it, or it cannot be used
     */
    static ExclusiveFileLock take(Path folder) {
        try {
            OwnerOnly.folder(folder);
            return ExclusiveFileLock.take(folder.resolve("usage_spool.lock"))
                    .orElseThrow(() -> new UsageStoreException(
                            "another process or meter uses " + folder + "; give each a folder of its own"));
        } catch (IOException e) {
            throw new UsageStoreException(
                    "cannot use " + folder + ": " + e.getMessage() + "; check that it may be written to", e);
        }
    }
}
