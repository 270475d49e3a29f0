package io.groqmeter.outbox;

import io.groqmeter.store.Durability;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.file.OwnerOnly;
import io.groqmeter.store.json.UsageLine;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A first-in, first-out queue of calls and records on disk: {@code usage_spool.jsonl}, one line each ({@link UsageLine}).
 *
 * <p>Lines are appended at the end and taken from the front; when the last one is taken the file is emptied. The read position is
 * not stored: after a crash all lines are delivered again, which is harmless because appending is idempotent. A last line without
 * its end was never acknowledged and is cut off. A line that cannot be used is moved to {@code usage_spool.refused}.
 *
 * <p>The file stays open and owns some disk space in advance: {@link OutboxFile}. Thread-safe.
 */
public final class OutboxQueue implements Closeable {

    /** The file's name in its folder. */
    public static final String NAME = "usage_spool.jsonl";
    /** The name of the file beside it that holds the lines nobody takes. */
    public static final String REFUSED = "usage_spool.refused";

    private static final Logger LOG = LoggerFactory.getLogger(OutboxQueue.class);

    /** How much is read at a time, and so about the most that one transaction takes: some 300 records. */
    private static final int BLOCK = 256 * 1024;

    private final Path path;
    private final OutboxFile file;
    private final Optional<String> mended;
    private long taken;
    private long records;

    private OutboxQueue(Path path, OutboxFile file) throws IOException {
        this.path = path;
        this.file = file;
        long end = 0;
        for (Lines lines = lines(0); !lines.texts().isEmpty(); lines = lines(end)) {
            records += lines.records();
            end = lines.end();
        }
        long torn = file.length() - end;
        this.mended = torn == 0
                ? Optional.empty()
                : Optional.of(path + ": its last write was interrupted; the " + torn
                        + " bytes behind its last whole line were cut off");
        file.cutTo(end);
        file.reserve();
    }

    /** Some lines, without their ends, and the place behind them. */
    private record Lines(List<String> texts, long end) {

        long records() {
            return texts.stream().filter(UsageLine::isRecord).count();
        }
    }

    /**
     * The next batch in the queue.
     *
     * @param batch the calls and records of some lines
     * @param records how many of those lines are of records, readable or not
     * @param end the place behind those lines
     */
    public record Next(UsageBatch batch, long records, long end) {}

    /**
     * Opens or makes the file and cuts off an unfinished last line.
     *
     * @param reserve how many bytes to take from the disk now, for when it is full
     * @throws UsageStoreException when the file cannot be opened
     */
    public static OutboxQueue open(Path folder, Durability durability, int reserve) {
        Path path = folder.resolve(NAME);
        try {
            OwnerOnly.folder(folder);
            return new OutboxQueue(path, new OutboxFile(path, durability, reserve));
        } catch (IOException e) {
            throw new UsageStoreException(
                    "cannot open " + path + ": " + e.getMessage() + "; check that its folder may be written to", e);
        }
    }

    /** How many records wait in a folder, as far as another process can tell. */
    public static long records(Path folder) {
        Path path = folder.resolve(NAME);
        if (!Files.exists(path)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(path)) {
            return lines.takeWhile(line -> !line.startsWith("\0"))
                    .filter(UsageLine::isRecord)
                    .count();
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("{} cannot be read: {}", path, e.getMessage());
            return 0;
        }
    }

    /** What was cut off when the file was opened. */
    public Optional<String> mended() {
        return mended;
    }

    /** The file. */
    public Path path() {
        return path;
    }

    /** Whether nothing waits. */
    public synchronized boolean isEmpty() {
        return taken == file.length();
    }

    /** How many bytes wait. */
    public synchronized long bytes() {
        return file.length() - taken;
    }

    /** How many records wait, and so are missing in the store's sums. */
    public synchronized long records() {
        return records;
    }

    /**
     * Adds a batch; on return it survives what the durability says.
     *
     * @throws IOException when the disk would not take it; the file is then as it was
     */
    public synchronized void add(UsageBatch batch) throws IOException {
        StringBuilder text = new StringBuilder();
        // Records first, as in a store: a call that opens and settles in one batch does not stay open.
        for (UsageRecord record : batch.settled()) {
            text.append(new UsageLine.Settled(record).text()).append('\n');
        }
        for (OpenCall call : batch.opened()) {
            text.append(new UsageLine.Opened(call).text()).append('\n');
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        file.append(bytes);
        records += batch.settled().size();
    }

    /** The first lines that wait, as one batch; lines that cannot be read are put aside. */
    public synchronized Next next() throws IOException {
        Lines lines = lines(taken);
        List<OpenCall> opened = new ArrayList<>();
        List<UsageRecord> settled = new ArrayList<>();
        for (String text : lines.texts()) {
            try {
                UsageLine line = UsageLine.read(text);
                if (line instanceof UsageLine.Opened open) {
                    opened.add(open.call());
                } else if (line instanceof UsageLine.Settled settle) {
                    settled.add(settle.record());
                }
            } catch (IOException e) {
                refuse(text, e);
            }
        }
        return new Next(new UsageBatch(opened, settled), lines.records(), lines.end());
    }

    /** Lets go of lines that are in the store now. */
    public synchronized void take(Next done) throws IOException {
        taken = done.end();
        records -= done.records();
        if (isEmpty()) {
            taken = 0;
            records = 0;
            file.cutTo(0);
        }
    }

    /** Puts something aside that no store will ever take, so that what is behind it can go on. */
    public void refuse(String line, Exception why) throws IOException {
        Path aside = path.resolveSibling(REFUSED);
        LOG.error("{}: a line can not go into the books and was put aside in {}: {}", path, aside, why.getMessage());
        OwnerOnly.file(aside);
        Files.writeString(aside, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Brings calls up to date with what waits: those opened come, those settled go. */
    public synchronized void applyTo(Map<String, OpenCall> open) throws IOException {
        long at = taken;
        for (Lines lines = lines(at); !lines.texts().isEmpty(); lines = lines(at)) {
            for (String text : lines.texts()) {
                UsageLine line = UsageLine.read(text);
                if (line instanceof UsageLine.Opened opened) {
                    open.put(opened.call().id(), opened.call());
                } else if (line instanceof UsageLine.Settled settled) {
                    open.remove(settled.record().id());
                }
            }
            at = lines.end();
        }
    }

    /** The whole lines of the next block; of a longer one if not even one line ends in it; none at the end. */
    private Lines lines(long from) throws IOException {
        for (long size = BLOCK; ; size *= 2) {
            byte[] bytes = file.read(from, size);
            List<String> texts = new ArrayList<>();
            int begin = 0;
            for (int at = 0; at < bytes.length; at++) {
                if (bytes[at] == '\n') {
                    texts.add(new String(bytes, begin, at - begin, StandardCharsets.UTF_8));
                    begin = at + 1;
                }
            }
            if (begin > 0 || from + bytes.length == file.length()) {
                return new Lines(texts, from + begin);
            }
        }
    }

    /** Closes the file, and removes it when nothing waits. */
    @Override
    public synchronized void close() throws IOException {
        file.close();
        if (isEmpty()) {
            Files.deleteIfExists(path);
        }
    }
}
