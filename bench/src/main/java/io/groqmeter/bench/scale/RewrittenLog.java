package io.groqmeter.bench.scale;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groqmeter.store.UsageRecord;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The first tool's way of keeping a log: to append an entry it reads the whole file, adds the entry, and writes the whole file,
 * indented by two.
 */
final class RewrittenLog {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    RewrittenLog(Path file) {
        this.file = file;
    }

    void append(UsageRecord record) throws IOException {
        ArrayNode entries = (ArrayNode) JSON.readTree(file.toFile());
        entries.add(entry(record));
        write(entries);
    }

    /** Writes the file with these entries only. */
    void write(ArrayNode entries) throws IOException {
        JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), entries);
    }

    static ArrayNode entries() {
        return JSON.createArrayNode();
    }

    static ObjectNode entry(UsageRecord record) {
        return JSON.createObjectNode()
                .put("input_tokens", record.usage().inputTokens().orElse(0))
                .put("output_tokens", record.usage().outputTokens().orElse(0))
                .put("total_tokens", record.usage().totalTokens())
                .put("cost_usd", record.cost())
                .put("timestamp", record.startedAt().toString())
                .put("model", record.call().model())
                .put("request_id", record.id());
    }
}
