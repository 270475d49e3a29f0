package io.groqmeter.store.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The sole use of what a lock file stands for, among processes and within this one. A process that dies gives it up. */
public final class ExclusiveFileLock implements Closeable {

    private final FileChannel file;

    private ExclusiveFileLock(FileChannel file) {
        this.file = file;
    }

    /** Takes it, making the lock file if need be; empty when another has it. */
    public static Optional<ExclusiveFileLock> take(Path lockFile) throws IOException {
        FileChannel file = OwnerOnly.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            taken = file.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            taken = false; // held by this very process
        } finally {
            if (!taken) {
                file.close();
            }
        }
        return taken ? Optional.of(new ExclusiveFileLock(file)) : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
