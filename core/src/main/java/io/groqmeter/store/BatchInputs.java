package io.groqmeter.store;

import io.groqmeter.store.file.OwnerOnly;
import io.groqmeter.usage.BatchInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The batch inputs of the last days: which model a line of a batch's output ran on, where the line does not say. Bounded; kept in a
 * file of the data folder, since a batch may take a week. Of a line it knows a hash and the model, no content. Thread-safe.
 */
public final class BatchInputs {

    /** The file's name in the data folder: a line for each upload and model, with tabs: when, whose, model, hashes in Base64. */
    public static final String FILE = "batch_inputs.tsv";

    private static final Logger LOG = LoggerFactory.getLogger(BatchInputs.class);

    /** A batch runs for a week at most, and its output may be fetched later. */
    private static final Duration KEPT = Duration.ofDays(30);

    /** About 8 MB; the oldest make room. */
    private static final int MOST_LINES = 500_000;

    /** What a line asked for. */
    public record Asked(String model, long audio) {}

    /** The lines of one upload that ask for one model: pairs of a line's hash and its audio's, in ascending order of the first. */
    private record Entry(Instant at, long whose, String model, long[] pairs) {

        static Entry of(Instant at, long whose, String model, List<BatchInput.Line> lines) {
            long[] pairs = lines.stream()
                    .sorted(Comparator.comparingLong(BatchInput.Line::id))
                    .flatMapToLong(line -> LongStream.of(line.id(), line.audio()))
                    .toArray();
            return new Entry(at, whose, model, pairs);
        }

        /** Where that line stands in the pairs; negative when it does not. */
        int find(long id) {
            int low = 0;
            int high = pairs.length / 2;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (pairs[2 * middle] < id) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return 2 * low < pairs.length && pairs[2 * low] == id ? 2 * low : -1;
        }

        String line() {
            ByteBuffer bytes = ByteBuffer.allocate(pairs.length * Long.BYTES);
            bytes.asLongBuffer().put(pairs);
            return String.join(
                    "\t",
                    at.toString(),
                    Long.toHexString(whose),
                    model,
                    Base64.getEncoder().encodeToString(bytes.array()));
        }

        static Entry of(String line) {
            String[] fields = line.split("\t", -1);
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(fields[3]));
            long[] pairs = new long[bytes.remaining() / (2 * Long.BYTES) * 2];
            bytes.asLongBuffer().get(pairs);
            return new Entry(Instant.parse(fields[0]), Long.parseUnsignedLong(fields[1], 16), fields[2], pairs);
        }
    }

    private final @Nullable Path file;
    private final List<Entry> entries = new ArrayList<>();
    private boolean changed;

    private BatchInputs(@Nullable Path file) {
        this.file = file;
    }

    /** Some that end with the process. */
    public static BatchInputs inMemory() {
        return new BatchInputs(null);
    }

    /** Those of a data folder. What cannot be read of them is unknown. */
    public static BatchInputs in(Path folder) {
        BatchInputs inputs = new BatchInputs(folder.resolve(FILE));
        inputs.load();
        return inputs;
    }

    private void load() {
        if (file == null || !Files.exists(file)) {
            return;
        }
        try {
            for (String line :
                    Files.readString(file, StandardCharsets.ISO_8859_1).split("\n")) {
                try {
                    entries.add(Entry.of(line));
                } catch (IllegalArgumentException | DateTimeException | IndexOutOfBoundsException e) {
                    LOG.warn("{} has a line that is none of ours; it is left out", file);
                }
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be read ({}): models of batches uploaded before are unknown", file, e.toString());
        }
    }

    /**
     * Remembers an input that was uploaded.
     *
     * @param caller whose it is, as in the books; null when he is not known
     */
    public synchronized void remember(@Nullable String caller, BatchInput input, Instant now) {
        for (Map.Entry<String, List<BatchInput.Line>> lines : input.lines().entrySet()) {
            if (lines.getKey().chars().allMatch(letter -> letter > ' ' && letter < 127)) {
                entries.add(Entry.of(now, whose(caller), lines.getKey(), lines.getValue()));
                changed = true;
            }
        }
        entries.removeIf(entry -> entry.at.isBefore(now.minus(KEPT)));
        long count = entries.stream().mapToLong(entry -> entry.pairs.length).sum();
        while (count > 2 * MOST_LINES && !entries.isEmpty()) {
            count -= entries.remove(0).pairs.length;
        }
    }

    /**
     * What a line asked for.
     *
     * @param caller whose batch it is, as in the books
     * @return empty when no input of that caller has such a line, or several have, which ask for different models
     */
    public synchronized Optional<Asked> asked(@Nullable String caller, String customId) {
        long whose = whose(caller);
        long hash = BatchInput.hash(customId);
        Set<String> models = new HashSet<>();
        Set<Long> audio = new HashSet<>();
        for (Entry entry : entries) {
            int at = entry.whose == whose ? entry.find(hash) : -1;
            if (at >= 0) {
                models.add(entry.model);
                audio.add(entry.pairs[at + 1]);
            }
        }
        return models.size() == 1
                ? Optional.of(new Asked(
                        models.iterator().next(),
                        audio.size() == 1 ? audio.iterator().next() : 0))
                : Optional.empty();
    }

    private static long whose(@Nullable String caller) {
        return caller == null ? 0 : BatchInput.hash(caller);
    }

    /** Writes the file, if something has changed. One thread at a time. */
    public void save() {
        StringBuilder lines = new StringBuilder();
        synchronized (this) {
            if (file == null || !changed) {
                return;
            }
            changed = false;
            entries.forEach(entry -> lines.append(entry.line()).append('\n'));
        }
        Path fresh = file.resolveSibling(FILE + ".new");
        try {
            ByteBuffer text = StandardCharsets.ISO_8859_1.encode(CharBuffer.wrap(lines));
            try (FileChannel channel = OwnerOnly.open(
                    fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                while (text.hasRemaining()) {
                    channel.write(text);
                }
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn(
                    "{} cannot be written ({}): after a restart the models of batch lines about audio are unknown",
                    file,
                    e.toString());
        }
    }
}
