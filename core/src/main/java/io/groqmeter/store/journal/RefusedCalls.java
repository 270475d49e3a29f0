package io.groqmeter.store.journal;

import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.file.OwnerOnly;
import io.groqmeter.store.json.UsageLine;
import java.io.IOException;
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

    /** @throws IOException when the file cannot be written */
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
        OwnerOnly.file(file);
        Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
