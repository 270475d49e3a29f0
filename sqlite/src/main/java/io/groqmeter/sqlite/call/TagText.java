package io.groqmeter.sqlite.call;

import com.fasterxml.jackson.core.JsonToken;
import io.groqmeter.sqlite.column.ColumnJson;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tags as a JSON object sorted by name, so that equal tags are equal texts. No tags are null. */
public final class TagText {

    private TagText() {}

    public static @Nullable String of(Map<String, String> tags) {
        return tags.isEmpty() ? null : write(tags);
    }

    /** Writes tags that are not empty. */
    public static String write(Map<String, String> tags) {
        return ColumnJson.write(json -> {
            json.writeStartObject();
            for (Map.Entry<String, String> tag : new TreeMap<>(tags).entrySet()) {
                json.writeStringField(tag.getKey(), tag.getValue());
            }
            json.writeEndObject();
        });
    }

    static Map<String, String> read(@Nullable String text) {
        if (text == null) {
            return Map.of();
        }
        return ColumnJson.read(text, json -> {
            Map<String, String> tags = new HashMap<>();
            while (json.nextToken() != JsonToken.END_OBJECT) {
                tags.put(json.currentName(), json.nextTextValue());
            }
            return tags;
        });
    }
}
