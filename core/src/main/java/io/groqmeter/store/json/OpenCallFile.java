package io.groqmeter.store.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.groqmeter.store.Durability;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.codec.JsonTree;
import io.groqmeter.store.codec.OpenCallJson;
import io.groqmeter.store.file.OwnerOnly;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * {@code open_calls.jsonl}: the calls that are open, a line each, the last line of an id counting.
 *
 * <p>Lines are only added. That a call is settled is not written here: its record in the log says so. When no call is open, or
 * more than nine lines in ten are of settled calls, the file starts anew with the open ones. An unfinished last line was never promised to
 * anyone and is dropped.
 *
 * <p>Not thread-safe.
 */
final class OpenCallFile implements Closeable {

    static final String NAME = "open_calls.jsonl";

    private static final JsonFactory JSON = new JsonFactory();
    private static final int FEW_LINES = 1_000;

    private final Path path;
    private final Durability durability;
    private final Map<String, OpenCall> open = new LinkedHashMap<>();
    private RandomAccessFile file;
    private long length;
    private long written;
    private long lines;

    private OpenCallFile(Path path, Durability durability) throws IOException {
        this.path = path;
        this.durability = durability;
        OwnerOnly.file(path);
        this.file = new RandomAccessFile(path.toFile(), "rw");
    }

    /**
     * Opens or makes the file.
     *
     * @param settled tells the ids that have a record
     * @throws UsageStoreException when a whole line is no open call
     */
    static OpenCallFile open(Path folder, Durability durability, Predicate<String> settled) throws IOException {
        OpenCallFile calls = new OpenCallFile(folder.resolve(NAME), durability);
        calls.read(settled);
        return calls;
    }

    private void read(Predicate<String> settled) throws IOException {
        byte[] bytes = new byte[(int) file.length()];
        file.readFully(bytes);
        int from = 0;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                lines++;
                OpenCall call = call(new String(bytes, from, at - from, StandardCharsets.UTF_8));
                open.put(call.id(), call);
                from = at + 1;
            }
        }
        length = from;
        written = from;
        open.keySet().removeIf(settled);
        commit(List.of(), List.of());
    }

    private OpenCall call(String line) {
        try {
            return open(line);
        } catch (IOException | RuntimeException e) {
            throw new UsageStoreException(
                    path + " is broken at line " + lines + ": " + e.getMessage()
                            + "; remove that line, or move the file away (nothing was changed)",
                    e);
        }
    }

    private static OpenCall open(String line) throws IOException {
        try (JsonParser json = JSON.createParser(line)) {
            json.nextToken();
            return OpenCallJson.read(JsonTree.object(json));
        }
    }

    /** The calls that are open. */
    Collection<OpenCall> calls() {
        return open.values();
    }

    /** Writes calls down as open; they count from {@link #commit} on. */
    void write(List<OpenCall> calls) throws IOException {
        if (!calls.isEmpty()) {
            byte[] bytes = bytes(calls);
            file.seek(length);
            file.write(bytes);
            written = length + bytes.length;
            sync(file);
        }
    }

    /** Makes the file hold again what it held before the last {@link #write}. */
    void takeBack() throws IOException {
        written = length;
        file.setLength(length);
    }

    /** Lets the calls written last count, and drops those that have a record now. */
    void commit(List<OpenCall> opened, Collection<String> settled) throws IOException {
        length = written;
        lines += opened.size();
        opened.forEach(call -> open.put(call.id(), call));
        settled.forEach(open::remove);
        if (open.isEmpty() && length > 0) {
            length = 0;
            lines = 0;
            takeBack();
        } else if (lines > FEW_LINES && lines > 10L * open.size()) {
            startAnew();
        }
    }

    private void startAnew() throws IOException {
        Path next = path.resolveSibling(NAME + ".next");
        byte[] bytes = bytes(open.values());
        OwnerOnly.file(next);
        RandomAccessFile anew = new RandomAccessFile(next.toFile(), "rw");
        anew.setLength(0);
        anew.write(bytes);
        sync(anew);
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
        file.close();
        file = anew;
        length = bytes.length;
        written = length;
        lines = open.size();
    }

    private static byte[] bytes(Collection<OpenCall> calls) {
        StringBuilder text = new StringBuilder();
        calls.forEach(call -> text.append(OpenCallJson.text(call)).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void sync(RandomAccessFile to) throws IOException {
        if (durability == Durability.POWER) {
            to.getFD().sync();
        }
    }

    /** Closes the file, and removes it when no call is open. */
    @Override
    public void close() throws IOException {
        file.close();
        if (open.isEmpty()) {
            Files.deleteIfExists(path);
        }
    }
}
