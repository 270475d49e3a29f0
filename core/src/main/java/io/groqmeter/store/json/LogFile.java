package io.groqmeter.store.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.groqmeter.store.Durability;
import io.groqmeter.store.UsageStoreException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code usage_log.json}: a JSON array that grows in place.
 *
 * <p>An append is one positioned write that begins where the last entry ends: over the closing {@code \n]} go {@code ,\n}, the
 * new entries and a new {@code \n]}. What was written before is never written again, so the cost of an append does not grow with
 * the file, and whole entries cannot be lost to it.
 *
 * <p>A process that dies inside that write leaves some first bytes of it on disk: the old entries, then whole new ones, then at
 * most one unfinished entry, then nothing or a leftover of the old end. A loss of power may leave zero bytes instead of the rest.
 * Both are recognised by nothing but closing brackets, white space or zeros following the place where the text stops being JSON;
 * the unfinished end is cut off and the array closed again. Anything else that is no JSON is damage of another kind: the file is
 * refused and left alone.
 *
 * <p>Not thread-safe; readers open the file themselves and stop at {@link #end}.
 */
final class LogFile implements Closeable {

    private final Path path;
    private final RandomAccessFile file;
    private final Durability durability;
    private final long start;
    private long end;

    private LogFile(Path path, RandomAccessFile file, Durability durability, long start, long end) {
        this.path = path;
        this.file = file;
        this.durability = durability;
        this.start = start;
        this.end = end;
    }

    /** Takes the elements of a log as they are read. */
    @FunctionalInterface
    interface Each {
        void take(LogScanner.Scanned scanned);
    }

    /** What was found when a log was opened: the file, and what of it had to be cut off. */
    record Opened(LogFile log, Optional<String> mended) {}

    /**
     * Opens a log, or makes an empty one, reading it from beginning to end.
     *
     * @throws UsageStoreException when the file is damaged; it is left as it is
     */
    static Opened open(Path path, RandomAccessFile file, Durability durability, Each each) throws IOException {
        try (LogScanner scanner = LogScanner.whole(path)) {
            return open(path, file, durability, scanner, Optional.empty(), each);
        }
    }

    /**
     * Opens a log of which the first part is known, reading only what follows it.
     *
     * @param known from behind the opening bracket to behind the last entry that is known
     */
    static Opened openKnown(Path path, RandomAccessFile file, Durability durability, LogRange known, Each each)
            throws IOException {
        LogRange rest = new LogRange(known.to(), Long.MAX_VALUE);
        try (LogScanner scanner = LogScanner.part(path, rest, known.from() == known.to())) {
            return open(path, file, durability, scanner, Optional.of(known.from()), each);
        }
    }

    private static Opened open(
            Path path,
            RandomAccessFile file,
            Durability durability,
            LogScanner scanner,
            Optional<Long> knownStart,
            Each each)
            throws IOException {
        long start = 0;
        try {
            start = knownStart.isPresent() ? knownStart.get() : scanner.start();
            for (var next = scanner.next(); next != null; next = scanner.next()) {
                each.take(next);
            }
        } catch (JsonProcessingException e) {
            if (start == 0 || !interrupted(path, e, scanner)) {
                throw broken(path, e, knownStart.isPresent() ? "byte " + scanner.offset(e) : "line " + scanner.line(e));
            }
            LogFile log = new LogFile(path, file, durability, start, scanner.end());
            return new Opened(log, Optional.of(log.cutOff()));
        }
        LogFile log = new LogFile(path, file, durability, Math.max(1, start), Math.max(1, scanner.end()));
        if (start == 0) {
            log.write(0, "[]".getBytes(StandardCharsets.US_ASCII));
        }
        return new Opened(log, Optional.empty());
    }

    private static UsageStoreException broken(Path path, JsonProcessingException e, String where) {
        return new UsageStoreException(
                path + " is broken at " + where + ": " + e.getOriginalMessage()
                        + "; mend it there, or move the file away to start a new one (nothing was changed)",
                e);
    }

    private String cutOff() throws IOException {
        long bytes = file.length() - end;
        close(end);
        return path + ": its last write was interrupted; the " + bytes
                + " bytes behind its last whole entry were cut off and the array closed again";
    }

    /**
     * Whether the text stops being JSON only because it ends: nothing follows but a piece of a number or word, and the remnants of
     * an interrupted write.
     */
    private static boolean interrupted(Path path, JsonProcessingException e, LogScanner scanner) throws IOException {
        if (e instanceof JsonEOFException || scanner.offset(e) >= Files.size(path)) {
            return true;
        }
        try (InputStream rest = new BufferedInputStream(new FileInputStream(path.toFile()))) {
            rest.skipNBytes(Math.max(scanner.offset(e), scanner.end()));
            int next = rest.read();
            while (next == ',' || next == '.' || next == '-' || next == '+' || Character.isLetterOrDigit(next)) {
                next = rest.read();
            }
            while (next == 0 || next == ']' || (next > 0 && Character.isWhitespace(next))) {
                next = rest.read();
            }
            return next < 0;
        }
    }

    /** Just behind the opening bracket. */
    long start() {
        return start;
    }

    /** Just behind the last entry, or behind the opening bracket of an empty log. */
    long end() {
        return end;
    }

    /** All entries. */
    LogRange whole() {
        return new LogRange(start, end);
    }

    /** Reads a part. */
    LogScanner scan(LogRange place) throws IOException {
        return LogScanner.part(path, place, place.from() == start);
    }

    /**
     * Appends entries in one write.
     *
     * @param entries as {@link LogEntry#text}
     * @return where each lies
     * @throws IOException when the disk would not take them; none was appended then
     */
    List<LogRange> append(List<String> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<LogRange> places = new ArrayList<>(entries.size());
        long from = end;
        for (String entry : entries) {
            bytes.writeBytes((from == start ? "\n" : ",\n").getBytes(StandardCharsets.US_ASCII));
            bytes.writeBytes(entry.getBytes(StandardCharsets.UTF_8));
            places.add(new LogRange(from, end + bytes.size()));
            from = end + bytes.size();
        }
        bytes.writeBytes("\n]".getBytes(StandardCharsets.US_ASCII));
        try {
            write(end, bytes.toByteArray());
        } catch (IOException e) {
            takeBack(e);
            throw e;
        }
        end = from;
        return places;
    }

    /** Closes the array again after a failed write. Should that fail too, the next append writes over the same place. */
    private void takeBack(IOException failure) {
        try {
            close(end);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Ends the array there. */
    private void close(long at) throws IOException {
        write(at, (at == start ? "]" : "\n]").getBytes(StandardCharsets.US_ASCII));
    }

    private void write(long at, byte[] bytes) throws IOException {
        file.seek(at);
        file.write(bytes);
        if (file.length() > at + bytes.length) {
            file.setLength(at + bytes.length);
        }
        if (durability == Durability.POWER) {
            file.getFD().sync();
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
