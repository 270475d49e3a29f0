package io.groqmeter.store.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.UsageCalendar;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * An open call or a record as one line of JSON that says all of it: {@code {"open": …}} or {@code {"settled": …}}, written with
 * the words of the other JSON files.
 */
public sealed interface UsageLine {

    /** A call put down as open, or as unsettled. */
    record Opened(OpenCall call) implements UsageLine {}

    /** A record. */
    record Settled(UsageRecord record) implements UsageLine {}

    /** The line, without its line end. Whole Unicode characters come back as they were, durations to the microsecond. */
    default String text() {
        if (this instanceof Opened opened) {
            return "{\"open\": " + OpenCallLine.of(opened.call()) + "}";
        }
        UsageRecord record = ((Settled) this).record();
        return "{\"settled\": " + Codec.RECORDS.entry(record, entry -> 1).line() + "}";
    }

    /**
     * What a line says.
     *
     * @throws IOException when it is no such line; the message says why
     */
    static UsageLine read(String line) throws IOException {
        try (JsonParser json = Codec.JSON.createParser(line)) {
            Map<String, Object> map = json.nextToken() == JsonToken.START_OBJECT ? JsonTree.object(json) : Map.of();
            if (json.nextToken() == null && map.size() == 1) {
                if (map.get("open") instanceof Map<?, ?> call) {
                    return new Opened(OpenCallLine.read(Codec.keys(call)));
                }
                if (map.get("settled") instanceof Map<?, ?> entry) {
                    return new Settled(Codec.RECORDS.record(LogEntryReader.read(Codec.keys(entry)), same -> 1));
                }
            }
        } catch (RuntimeException e) {
            throw new IOException(e.getMessage(), e);
        }
        throw new IOException("it is neither an open call nor a record");
    }

    /** What the lines are written with. The zone is always UTC: a line is read whatever zone the books follow by then. */
    final class Codec {

        private static final JsonFactory JSON = new JsonFactory();
        private static final EntryRecords RECORDS = new EntryRecords(new UsageCalendar(ZoneOffset.UTC));

        private Codec() {}

        @SuppressWarnings("unchecked") // JsonTree makes no other maps
        private static Map<String, Object> keys(Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
    }
}
