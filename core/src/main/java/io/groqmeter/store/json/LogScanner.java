package io.groqmeter.store.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.groqmeter.store.codec.JsonTree;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the entries of a log one after another, with where they lie. Not thread-safe. */
final class LogScanner implements Closeable {

    private static final JsonFactory JSON = new JsonFactory();

    private final JsonParser json;
    private final long shift;
    private final long to;
    private long end;

    /**
     * An element of the log's array.
     *
     * @param keys its keys and values; null when it is no object
     * @param line the line it begins in, from 1; right only in a scan of the whole file
     * @param place where it lies
     */
    record Scanned(@Nullable Map<String, Object> keys, long line, LogRange place) {

        /**
         * Its keys and values.
         *
         * @throws IllegalArgumentException when it is no object
         */
        Map<String, Object> entry() {
            if (keys == null) {
                throw new IllegalArgumentException("it is no JSON object");
            }
            return keys;
        }
    }

    private LogScanner(JsonParser json, long shift, long end, long to) {
        this.json = json;
        this.shift = shift;
        this.end = end;
        this.to = to;
    }

    /** Scans a whole file; it must be one JSON array in UTF-8. An empty file is an empty array. */
    static LogScanner whole(Path file) throws IOException {
        return new LogScanner(JSON.createParser(new FileInputStream(file.toFile())), 0, 0, Long.MAX_VALUE);
    }

    /**
     * Scans a part of a file.
     *
     * @param place begins behind an entry, or behind the opening bracket
     * @param first whether it begins behind the opening bracket
     */
    static LogScanner part(Path file, LogRange place, boolean first) throws IOException {
        byte[] before = (first ? "[" : "[0").getBytes(StandardCharsets.US_ASCII);
        FileInputStream bytes = new FileInputStream(file.toFile());
        bytes.getChannel().position(place.from());
        InputStream array = new SequenceInputStream(new ByteArrayInputStream(before), bytes);
        JsonParser json = JSON.createParser(array);
        json.nextToken();
        if (!first) {
            json.nextToken();
        }
        return new LogScanner(json, place.from() - before.length, place.from(), place.to());
    }

    /** Just behind the last entry read, or behind the opening bracket; 0 before that or when the file is empty. */
    long end() {
        return end;
    }

    /** The byte offset in the file where the text stops being JSON. */
    long offset(JsonProcessingException broken) {
        return place(broken).getByteOffset() + shift;
    }

    /** The line where the text stops being JSON; right only in a scan of the whole file. */
    long line(JsonProcessingException broken) {
        return place(broken).getLineNr();
    }

    /** Of a text that breaks a limit (too deep, too long), Jackson does not say where it does. */
    private JsonLocation place(JsonProcessingException broken) {
        return broken.getLocation() == null ? json.currentLocation() : broken.getLocation();
    }

    /**
     * Goes to behind the opening bracket, if it is not there yet.
     *
     * @return where that is; 0 when the file is empty
     * @throws JsonProcessingException when the text is no array in UTF-8
     */
    long start() throws IOException {
        if (json.currentToken() == null) {
            JsonToken first = json.nextToken();
            if (first == null) {
                return 0;
            }
            if (first != JsonToken.START_ARRAY || json.currentLocation().getByteOffset() < 0) {
                throw new JsonParseException(
                        json, "it must be an array of entries, [ … ], in UTF-8", json.currentTokenLocation());
            }
            end = json.currentLocation().getByteOffset();
        }
        return end;
    }

    /**
     * The next element; null at the end.
     *
     * @throws JsonProcessingException where the text stops being JSON; {@link #end} tells up to where whole entries lie
     */
    @Nullable
    Scanned next() throws IOException {
        if (start() == 0 || end >= to) {
            return null;
        }
        if (json.nextToken() == JsonToken.END_ARRAY) {
            if (json.nextToken() != null) {
                throw new JsonParseException(
                        json, "something follows the end of the array", json.currentTokenLocation());
            }
            return null;
        }
        long line = json.currentTokenLocation().getLineNr();
        Object value = JsonTree.read(json);
        long from = end;
        end = json.currentLocation().getByteOffset() + shift;
        @SuppressWarnings("unchecked") // JsonTree makes no other maps
        Map<String, Object> keys = value instanceof Map ? (Map<String, Object>) value : null;
        return new Scanned(keys, line, new LogRange(from, end));
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
