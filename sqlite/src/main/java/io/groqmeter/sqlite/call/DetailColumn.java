package io.groqmeter.sqlite.call;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.groqmeter.sqlite.column.ColumnJson;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.codec.UsageDetailBytes;
import io.groqmeter.usage.ModelUsage;
import io.groqmeter.usage.ToolUse;
import io.groqmeter.usage.UsageBuilder;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What only few calls have: the bytes of {@link UsageDetailBytes}. Rows from before schema 005 have JSON: {@code
 * {"tools":[["browser.search",2]],"models":[["m",input,cached,output]]}}, with {@code "candidates"} instead of {@code "models"}
 * where the models' shares were not told.
 */
final class DetailColumn {

    private DetailColumn() {}

    /** Adds to a usage what a row's column says; null says nothing. */
    static void read(@Nullable Object detail, UsageBuilder usage) {
        if (detail instanceof byte[] bytes) {
            try {
                UsageDetailBytes.read(bytes, usage);
            } catch (IllegalArgumentException | BufferUnderflowException e) {
                throw new UsageStoreException("the detail of a call cannot be read: " + e.getMessage(), e);
            }
        } else if (detail instanceof String text) {
            read(text, usage);
        }
    }

    private static void read(String text, UsageBuilder usage) {
        ColumnJson.read(text, json -> {
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "tools" -> usage.tools(tools(json));
                    case "models" -> usage.splitOver(models(json));
                    case "candidates" -> usage.answeredByOneOf(models(json));
                    default -> throw new IOException("unknown detail '" + name + "'");
                }
            }
            return usage;
        });
    }

    private static List<ToolUse> tools(JsonParser json) throws IOException {
        List<ToolUse> tools = new ArrayList<>();
        while (json.nextToken() == JsonToken.START_ARRAY) {
            tools.add(new ToolUse(json.nextTextValue(), json.nextLongValue(0)));
            json.nextToken();
        }
        return tools;
    }

    private static List<ModelUsage> models(JsonParser json) throws IOException {
        List<ModelUsage> models = new ArrayList<>();
        while (json.nextToken() == JsonToken.START_ARRAY) {
            models.add(new ModelUsage(
                    json.nextTextValue(), json.nextLongValue(0), json.nextLongValue(0), json.nextLongValue(0)));
            json.nextToken();
        }
        return models;
    }
}
