package io.groqmeter.store.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.groqmeter.store.Durability;
import io.groqmeter.store.codec.JsonTree;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code usage_log.position}: up to where a mirror has followed its store.
 *
 * @param position the store's position of the last record seen
 * @param length the log up to behind its last entry, when that record had been mirrored
 * @param lastId the id of that record, by which a store is known to be the same
 */
record MirrorState(long position, long length, String lastId) {

    static final String NAME = "usage_log.position";

    private static final JsonFactory JSON = new JsonFactory();

    /** The state in a folder; empty when there is none, or none that can be understood. */
    static Optional<MirrorState> read(Path folder) throws IOException {
        Path path = folder.resolve(NAME);
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try (JsonParser json = JSON.createParser(path.toFile())) {
            json.nextToken();
            Map<String, Object> map = JsonTree.object(json);
            return map.get("position") instanceof BigDecimal position
                            && map.get("length") instanceof BigDecimal length
                            && map.get("last_id") instanceof String lastId
                    ? Optional.of(new MirrorState(position.longValueExact(), length.longValueExact(), lastId))
                    : Optional.empty();
        } catch (JsonProcessingException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Puts it in place of the last one, in one step. */
    void write(Path folder) throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("position", position);
        map.put("length", length);
        map.put("last_id", lastId);
        WholeFile.replace(folder.resolve(NAME), PythonJson.of(map), Durability.PROCESS);
    }

    static void forget(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(NAME));
    }
}
