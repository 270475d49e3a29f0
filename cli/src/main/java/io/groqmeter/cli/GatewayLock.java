package io.groqmeter.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The right of one gateway to write the books of a data folder, held by a lock on {@code groqmeter.lock} for as long as its
 * process lives.
 *
 * <p>The file says who holds it: its process id and address. It stays behind, unlocked, and means nothing then.
 */
final class GatewayLock implements AutoCloseable {

    private static final String FILE = "groqmeter.lock";

    /** The byte that is locked, far behind the text, so that the text can be read on every system. */
    private static final long LOCKED_BYTE = 1L << 30;

    private final FileChannel file;

    private GatewayLock(FileChannel file) {
        this.file = file;
    }

    /**
     * Takes the lock, and makes the folder where there is none.
     *
     * @throws Complaint when another process holds it, or the folder cannot be written to
     */
    static GatewayLock take(Path folder) {
        return takeIfFree(folder)
                .orElseThrow(() -> Complaint.failed("another gateway already writes the books in " + folder + " ("
                        + holder(folder) + "); use that one, stop it, or choose another folder with --data"));
    }

    /**
     * Takes the lock unless another process holds it, and makes the folder where there is none.
     *
     * @throws Complaint when the folder cannot be written to
     */
    static Optional<GatewayLock> takeIfFree(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel file = FileChannel.open(
                    folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (locked(file, false)) {
                return Optional.of(new GatewayLock(file));
            }
            file.close();
            return Optional.empty();
        } catch (IOException e) {
            throw Complaint.failed(
                    "cannot write to the data folder " + folder + " (" + e
                            + "); make it writable or choose another with" + " --data",
                    e);
        }
    }

    /** Says who holds it now. */
    void tell(InetSocketAddress address) {
        String text = "process " + ProcessHandle.current().pid() + ", http://" + address.getHostString() + ":"
                + address.getPort() + "\n";
        try {
            file.truncate(0);
            file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
        } catch (IOException e) {
            throw Complaint.failed("cannot write to " + FILE + " in the data folder (" + e + "); free some space", e);
        }
    }

    /** Whether some process holds the lock of that folder. */
    static boolean isTaken(Path folder) {
        Path path = folder.resolve(FILE);
        if (!Files.exists(path)) {
            return false;
        }
        // A shared lock needs no right to write: also another user's command is to know.
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            return !locked(file, true);
        } catch (IOException e) {
            return false;
        }
    }

    /** Who holds the lock of that folder, as it said itself. */
    static String holder(Path folder) {
        try {
            String text = Files.readString(folder.resolve(FILE)).strip();
            return text.isEmpty() ? "just starting" : text;
        } catch (IOException e) {
            return "unknown process";
        }
    }

    private static boolean locked(FileChannel file, boolean shared) throws IOException {
        try {
            return file.tryLock(LOCKED_BYTE, 1, shared) != null;
        } catch (OverlappingFileLockException e) {
            return false; // held by this very process
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw Complaint.failed("cannot release the data folder (" + e + ")", e);
        }
    }
}
