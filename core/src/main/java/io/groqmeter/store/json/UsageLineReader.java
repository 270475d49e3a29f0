package io.groqmeter.store.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.groqmeter.store.codec.JsonTree;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Reads open calls and records one after another from a text: lines of them, an array of them (an export), or a page of {@code
 * /api/usage} or {@code /api/unsettled}. Not thread-safe.
 */
public final class UsageLineReader implements Closeable {

    private static final JsonFactory JSON = new JsonFactory();

    private final JsonParser json;
    private final Queue<Object> page = new ArrayDeque<>();
    private long line;

    /** @param text in UTF-8; closed with the reader */
    public UsageLineReader(InputStream text) throws IOException {
        json = JSON.createParser(text);
    }

    /**
     * The next one; null at the end.
     *
     * @throws JsonProcessingException where the text stops being JSON; nothing behind can be read
     * @throws IllegalArgumentException when it is neither an open call nor a record; the one behind can be read
     */
    public @Nullable UsageLine next() throws IOException {
        while (page.isEmpty()) {
            JsonToken token = nextToken();
            if (token == null) {
                return null;
            }
            if (token != JsonToken.START_ARRAY && token != JsonToken.END_ARRAY) {
                take(JsonTree.read(json));
            }
        }
        return UsageLine.of(page.remove());
    }

    private @Nullable JsonToken nextToken() throws IOException {
        try {
            JsonToken token = json.nextToken();
            line = json.currentTokenLocation().getLineNr();
            return token;
        } catch (JsonProcessingException e) {
            line = e.getLocation() == null ? line : e.getLocation().getLineNr();
            throw e;
        }
    }

    private void take(@Nullable Object value) {
        if (value instanceof Map<?, ?> map && map.get("data") instanceof List<?> data) {
            data.forEach(page::add);
        } else {
            page.add(value == null ? "null" : value);
        }
    }

    /** The line, from 1, in which the last one began, or where the text stops being JSON. */
    public long line() {
        return line;
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
