package io.groqmeter.store.spool;

import io.groqmeter.store.UsageStoreException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The sole use of a spool's folder, among processes and within this one. It ends with the process at the latest. */
final class SpoolLock implements Closeable {

    private final FileChannel file;

    private SpoolLock(FileChannel file) {
        this.file = file;
    }

    /**
     * Takes the folder, making it if need be.
     *
     * @throws UsageStoreException when another has it, or it cannot be used
     */
    static SpoolLock take(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel file = FileChannel.open(
                    folder.resolve("usage_spool.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(file) == null) {
                file.close();
                throw new UsageStoreException(
                        "another process or meter uses " + folder + "; give each a folder of its own");
            }
            return new SpoolLock(file);
        } catch (IOException e) {
            throw new UsageStoreException(
                    "cannot use " + folder + ": " + e.getMessage() + "; check that it may be written to", e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by this very process
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
