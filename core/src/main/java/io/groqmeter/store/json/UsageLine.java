package io.groqmeter.store.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.codec.JsonTree;
import io.groqmeter.store.codec.OpenCallJson;
import io.groqmeter.store.codec.UsageRecordJson;
import io.groqmeter.usage.UsageCalendar;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An open call or a record as one line of JSON that says all of it: {@link OpenCallJson} or {@link UsageRecordJson}.
 *
 * <p>Releases before this one wrote {@code {"open": …}} and {@code {"settled": …}}, a record as an entry of the JSON books; such
 * lines are read.
 */
public sealed interface UsageLine {

    /** A call recorded as open, or as unsettled. */
    record Opened(OpenCall call) implements UsageLine {}

    /** A record. */
    record Settled(UsageRecord record) implements UsageLine {}

    /** The line, without its line end. Whole Unicode characters come back as they were, durations to the microsecond. */
    default String text() {
        return this instanceof Opened opened
                ? OpenCallJson.text(opened.call())
                : UsageRecordJson.text(((Settled) this).record());
    }

    /** Whether a line that can be used is a record, without reading it. */
    static boolean isRecord(String line) {
        return line.startsWith("{\"object\":\"usage_record\"") || line.startsWith("{\"settled\"");
    }

    /**
     * What a line says.
     *
     * @throws IOException when it is no such line; the message says why
     */
    static UsageLine read(String line) throws IOException {
        try (JsonParser json = Former.JSON.createParser(line)) {
            UsageLine read = of(json.nextToken() == JsonToken.START_OBJECT ? JsonTree.object(json) : null);
            if (json.nextToken() == null) {
                return read;
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        throw new IOException("something follows the object");
    }

    /**
     * What a JSON object says.
     *
     * @param value as {@link JsonTree} reads it
     * @throws IllegalArgumentException when it is neither; the message says why
     */
    static UsageLine of(@Nullable Object value) {
        try {
            if (value instanceof Map<?, ?> map) {
                Map<String, Object> values = keys(map);
                if (UsageRecordJson.isOne(values)) {
                    return new Settled(UsageRecordJson.read(values));
                }
                if (OpenCallJson.isOne(values)) {
                    return new Opened(OpenCallJson.read(values));
                }
                if (values.size() == 1 && values.get("open") instanceof Map<?, ?> call) {
                    return new Opened(OpenCallJson.read(keys(call)));
                }
                if (values.size() == 1 && values.get("settled") instanceof Map<?, ?> entry) {
                    return new Settled(Former.RECORDS.record(keys(entry), same -> 1));
                }
            }
        } catch (ArithmeticException | ClassCastException | DateTimeException | NullPointerException e) {
            throw new IllegalArgumentException(e.getMessage(), e); // a former line
        }
        throw new IllegalArgumentException("it is neither an open call nor a record");
    }

    @SuppressWarnings("unchecked") // JsonTree makes no other maps
    private static Map<String, Object> keys(Map<?, ?> map) {
        return (Map<String, Object>) map;
    }

    /** What former lines are read with. Their zone was always UTC, whatever zone the books follow. */
    final class Former {

        private static final JsonFactory JSON = new JsonFactory();
        private static final EntryRecords RECORDS = new EntryRecords(new UsageCalendar(ZoneOffset.UTC));

        private Former() {}
    }
}
