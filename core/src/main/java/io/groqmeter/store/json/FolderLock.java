package io.groqmeter.store.json;

import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.file.ExclusiveFileLock;
import io.groqmeter.store.file.OwnerOnly;
import java.io.IOException;
import java.nio.file.Path;

/** The right to write the files of a folder, held by one process at a time. */
final class FolderLock {

    private FolderLock() {}

    /**
     * Takes the right, making the folder if need be.
     *
     * @throws UsageStoreException when another holds it
     */
    static ExclusiveFileLock take(Path folder) throws IOException {
        OwnerOnly.folder(folder);
        return ExclusiveFileLock.take(folder.resolve("usage_log.lock"))
                .orElseThrow(() -> new UsageStoreException("another groqmeter writes " + folder
                        + " already; stop it, or give this one another folder (--data)"));
    }
}
