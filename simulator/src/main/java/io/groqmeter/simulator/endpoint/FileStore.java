package io.groqmeter.simulator.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files of the simulated account, in memory. Thread-safe. */
final class FileStore {

    /** @param purpose batch for uploads, batch_output for what batches write */
    record StoredFile(String id, String name, String purpose, long created, byte[] content) {

        ObjectNode json() {
            return Json.object()
                    .put("id", id)
                    .put("object", "file")
                    .put("bytes", content.length)
                    .put("created_at", created)
                    .put("filename", name)
                    .put("purpose", purpose);
        }
    }

    private final Map<String, StoredFile> files = Collections.synchronizedMap(new LinkedHashMap<>());

    StoredFile add(ApiCall call, String name, String purpose, byte[] content) {
        StoredFile file = new StoredFile(
                Id.sortable("file_", call.now.toEpochMilli(), call.random),
                name,
                purpose,
                call.now.getEpochSecond(),
                content);
        files.put(file.id(), file);
        return file;
    }

    /** @throws GroqError 404 when there is no such file */
    StoredFile get(String id) {
        @Nullable StoredFile file = files.get(id);
        if (file == null) {
            throw GroqError.notFound("file", id);
        }
        return file;
    }

    void remove(String id) {
        get(id);
        files.remove(id);
    }

    Collection<StoredFile> all() {
        synchronized (files) {
            return files.values().stream().toList();
        }
    }

    void clear() {
        files.clear();
    }
}
