package io.groqmeter.store.json;

import io.groqmeter.store.UsageStoreException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The right to write the files of a folder, held by one process at a time; a process that dies gives it up. */
final class FolderLock implements Closeable {

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the right, making the folder if need be.
     *
     * @throws UsageStoreException when another holds it
     */
    static FolderLock take(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path path = folder.resolve("usage_log.lock");
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            taken = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            taken = false; // held by this very process
        } finally {
            if (!taken) {
                channel.close();
            }
        }
        if (!taken) {
            throw new UsageStoreException("another groqmeter writes " + folder
                    + " already; stop it, or give this one another folder (--data)");
        }
        return new FolderLock(channel);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
