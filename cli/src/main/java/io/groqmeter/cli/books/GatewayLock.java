package io.groqmeter.cli.books;

import io.groqmeter.cli.console.CliException;
import io.groqmeter.gateway.proxy.UpstreamAddress;
import io.groqmeter.store.file.OwnerOnly;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * The right of one gateway to write the books of a data folder, held by a lock on {@code groqmeter.lock} for as long as its
 * process lives. Commands that need the folder without a gateway hold it for a moment.
 *
 * <p>The file says who holds it: its process id and its address or command, and what a gateway works with. It stays behind, unlocked,
 * and means nothing then.
 */
public final class GatewayLock implements AutoCloseable {

    private static final String FILE = "groqmeter.lock";

    private static final String UPSTREAM = "forwards to ";
    private static final String ZONE = "days of ";

    /** What a gateway says of itself until it listens. */
    public static final String STARTING = "just starting";

    /** How long a command's turn is waited for: most take less than a second, an import some. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** How long a gateway is waited for: it may be about to end. */
    private static final Duration PATIENCE_WITH_GATEWAYS = Duration.ofSeconds(2);

    /** A command that only asks whether it is taken has it for less. */
    private static final Duration TELL_AFTER = Duration.ofMillis(200);

    private static final Duration PAUSE = Duration.ofMillis(50);

    /** The byte that is locked, far behind the text, so that the text can be read on every system. */
    private static final long LOCKED_BYTE = 1L << 30;

    private final FileChannel file;

    private GatewayLock(FileChannel file) {
        this.file = file;
    }

    /**
     * Takes the lock, and makes the folder where there is none. While a command has it for a moment, waits for it and says so.
     *
     * @param name what the holder calls itself
     * @throws CliException when another process keeps it, or the folder cannot be written to
     */
    public static GatewayLock take(Path folder, String name, PrintWriter remarks) {
        long begin = System.nanoTime();
        boolean told = false;
        Optional<GatewayLock> lock = takeIfFree(folder, name);
        while (lock.isEmpty()) {
            String holder = holder(folder);
            boolean gateway = holder.contains("http");
            Duration patience = gateway ? PATIENCE_WITH_GATEWAYS : PATIENCE;
            Duration waited = Duration.ofNanos(System.nanoTime() - begin);
            if (waited.compareTo(patience) > 0 || !pause()) {
                throw CliException.failed(
                        (gateway ? "another gateway already writes the books in " : "another process uses ") + folder
                                + " (" + holder + "); use that one, stop it, or choose another folder with --data");
            }
            if (!told && !gateway && waited.compareTo(TELL_AFTER) > 0) {
                told = true;
                remarks.println("groqmeter: waiting for " + folder + ", which another process has (" + holder + ")");
                remarks.flush();
            }
            lock = takeIfFree(folder, name);
        }
        return lock.get();
    }

    /** False when the thread was interrupted. */
    private static boolean pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Takes the lock unless another process holds it, and makes the folder where there is none.
     *
     * @param name what the holder calls itself
     * @throws CliException when the folder cannot be written to
     */
    public static Optional<GatewayLock> takeIfFree(Path folder, String name) {
        try {
            OwnerOnly.folder(folder);
            FileChannel file = OwnerOnly.open(
                    folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (locked(file, false)) {
                GatewayLock lock = new GatewayLock(file);
                lock.introduce(name);
                return Optional.of(lock);
            }
            file.close();
            return Optional.empty();
        } catch (IOException e) {
            throw CliException.failed(
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
    public record InUse(UpstreamAddress upstream, ZoneId zone) {}

    /** Says who holds it now. */
    public void tell(InetSocketAddress address, boolean tls, InUse inUse) {
        try {
            write((tls ? "https://" : "http://") + address.getHostString() + ":" + address.getPort() + "\n" + UPSTREAM
                    + inUse.upstream() + "\n" + ZONE + inUse.zone());
        } catch (IOException e) {
            throw CliException.failed(
                    "cannot write to " + FILE + " in the data folder (" + e + "); free some space", e);
        }
    }

    /** On a full disk the one before seems to hold it; the lock itself needs no space. */
    private void introduce(String name) {
        try {
            write(name);
        } catch (IOException e) {
            LoggerFactory.getLogger(GatewayLock.class).debug("{} cannot be written: {}", FILE, e.getMessage());
        }
    }

    private void write(String name) throws IOException {
        String text = "process " + ProcessHandle.current().pid() + ", " + name + "\n";
        file.truncate(0);
        file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
    }

    /** Whether some process holds the lock of that folder. */
    public static boolean isTaken(Path folder) {
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
    public static String holder(Path folder) {
        try {
            String text = Files.readString(folder.resolve(FILE)).strip();
            return text.lines().findFirst().orElse(STARTING);
        } catch (IOException e) {
            return "unknown process";
        }
    }

    /** What the gateway that holds the lock of that folder works with; empty when none does, or it has not said so yet. */
    public static Optional<InUse> inUse(Path folder) {
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
            throw CliException.failed("cannot release the data folder (" + e + ")", e);
        }
    }
}
