package io.groqmeter.store.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.file.OwnerOnly;
import io.groqmeter.store.json.UsageLine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code calls.refused} in a data folder: what the store refuses although it works, a line of JSON each. */
final class RefusedCalls {

    static final String NAME = "calls.refused";

    private static final Logger LOG = LoggerFactory.getLogger(RefusedCalls.class);

    private final Path file;

    RefusedCalls(Path folder) {
        this.file = folder.resolve(NAME);
    }

    /**
     * On return it survives the loss of power, so that the journal can let go of it.
     *
     * @throws IOException when the file cannot be written
     */
    void add(@Nullable UsageRecord record, @Nullable OpenCall call, Throwable why) throws IOException {
        StringBuilder lines = new StringBuilder();
        if (record != null) {
            lines.append(new UsageLine.Settled(record).text()).append('\n');
        }
        if (call != null) {
            lines.append(new UsageLine.Opened(call).text()).append('\n');
        }
        add(lines.toString(), why);
    }

    void add(String lines, Throwable why) throws IOException {
        LOG.error("The store refuses a call; it was put aside in {}: {}", file, why.getMessage());
        boolean fresh = Files.notExists(file);
        try (FileChannel out =
                OwnerOnly.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = UTF_8.encode(lines);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        if (fresh) {
            try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
                folder.force(true);
            }
        }
    }
}
