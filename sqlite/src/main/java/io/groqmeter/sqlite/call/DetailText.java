package io.groqmeter.sqlite.call;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.groqmeter.sqlite.column.ColumnJson;
import io.groqmeter.usage.ModelUsage;
import io.groqmeter.usage.ToolUse;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What only few calls have, as JSON: {@code {"tools":[["browser.search",2]],"models":[["m",input,cached,output]]}}, with {@code
 * "candidates"} instead of {@code "models"} where the split between the models is unknown. Null for all other calls.
 */
final class DetailText {

    private DetailText() {}

    static @Nullable String of(Usage usage) {
        if (usage.tools().isEmpty() && usage.models().isEmpty() && usage.split()) {
            return null;
        }
        return ColumnJson.write(json -> {
            json.writeStartObject();
            if (!usage.tools().isEmpty()) {
                json.writeArrayFieldStart("tools");
                for (ToolUse use : usage.tools()) {
                    json.writeStartArray();
                    json.writeString(use.tool());
                    json.writeNumber(use.uses());
                    json.writeEndArray();
                }
                json.writeEndArray();
            }
            if (!usage.models().isEmpty() || !usage.split()) {
                json.writeArrayFieldStart(usage.split() ? "models" : "candidates");
                for (ModelUsage part : usage.models()) {
                    writeModel(json, part);
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        });
    }

    private static void writeModel(JsonGenerator json, ModelUsage part) throws IOException {
        json.writeStartArray();
        json.writeString(part.model());
        json.writeNumber(part.inputTokens());
        json.writeNumber(part.cacheReadInputTokens());
        json.writeNumber(part.outputTokens());
        json.writeEndArray();
    }

    /** Adds what the text says to a usage. */
    static void read(@Nullable String text, UsageBuilder usage) {
        if (text == null) {
            return;
        }
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
