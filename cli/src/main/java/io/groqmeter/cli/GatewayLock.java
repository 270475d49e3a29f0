package io.groqmeter.cli;

import io.groqmeter.gateway.proxy.UpstreamAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * The right of one gateway to write the books of a data folder, held by a lock on {@code groqmeter.lock} for as long as its
 * process lives.
 *
 * <p>The file says who holds it: its process id and address, and what it works with. It stays behind, unlocked, and means nothing then.
 */
final class GatewayLock implements AutoCloseable {

    private static final String FILE = "groqmeter.lock";

    private static final String UPSTREAM = "forwards to ";
    private static final String ZONE = "days of ";

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

    /**
     * What the gateway that holds it works with, whatever others have set.
     *
     * @param upstream where it forwards to
     * @param zone the zone of its days
     */
    record InUse(UpstreamAddress upstream, ZoneId zone) {}

    /** Says who holds it now. */
    void tell(InetSocketAddress address, InUse inUse) {
        String text = "process " + ProcessHandle.current().pid() + ", http://" + address.getHostString() + ":"
                + address.getPort() + "\n" + UPSTREAM + inUse.upstream() + "\n" + ZONE + inUse.zone() + "\n";
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
            return Files.readString(folder.resolve(FILE)).lines().findFirst().orElse("just starting");
        } catch (IOException e) {
            return "unknown process";
        }
    }

    /** What the gateway that holds the lock of that folder works with; empty when none does, or it has not said so yet. */
    static Optional<InUse> inUse(Path folder) {
        if (!isTaken(folder)) {
            return Optional.empty();
        }
        try {
            List<String> lines = Files.readAllLines(folder.resolve(FILE));
            return Optional.of(new InUse(UpstreamAddress.parse(told(lines, UPSTREAM)), ZoneId.of(told(lines, ZONE))));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String told(List<String> lines, String what) {
        return lines.stream()
                .filter(line -> line.startsWith(what))
                .map(line -> line.substring(what.length()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("it does not say " + what));
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
