package io.groqmeter.simulator.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The members of a chat completion request that change its answer.
 *
 * @param prompt the text of all messages in order, which the prompt cache compares
 * @param images number of images in the messages
 * @param functions the client's own tools, empty when the model may not call any now
 * @param builtins requested types of Groq's own tools, such as {@code browser_search}
 * @param jsonSchema the schema of a JSON answer; an empty object for any JSON, null for prose
 * @param maxTokens maximum of generated tokens
 */
record ChatParameters(
        String model,
        String prompt,
        int messages,
        int images,
        int toolChars,
        List<Function> functions,
        List<String> builtins,
        @Nullable JsonNode jsonSchema,
        boolean showReasoning,
        boolean stream,
        boolean includeUsage,
        int maxTokens,
        @Nullable String serviceTier) {

    record Function(String name, JsonNode parameters) {}

    /** @throws GroqError 400 for what Groq refuses before it generates */
    static ChatParameters read(ObjectNode json) {
        JsonNode messages = json.path("messages");
        if (!messages.isArray()) {
            throw GroqError.missing("messages");
        }
        if (messages.isEmpty()) {
            throw GroqError.invalid("'messages' : minimum number of items is 1");
        }
        if (json.path("n").asInt(1) != 1) {
            throw GroqError.invalid("'n' : number must be at most 1");
        }
        StringBuilder prompt = new StringBuilder();
        int images = 0;
        for (JsonNode message : messages) {
            prompt.append(message.path("role").asText()).append('\n');
            images += readContent(message.path("content"), prompt);
            if (message.has("tool_calls")) {
                prompt.append(message.get("tool_calls"));
            }
        }
        boolean afterTool =
                "tool".equals(messages.get(messages.size() - 1).path("role").asText());
        boolean mayCall = !afterTool && !"none".equals(json.path("tool_choice").asText());
        JsonNode tools = json.path("tools");
        return new ChatParameters(
                model(json),
                prompt.toString(),
                messages.size(),
                images,
                tools.isEmpty() ? 0 : tools.toString().length(),
                mayCall ? functions(tools) : List.of(),
                builtins(tools),
                jsonSchema(json.path("response_format")),
                json.path("include_reasoning").asBoolean(true)
                        && !"hidden".equals(json.path("reasoning_format").asText()),
                json.path("stream").asBoolean(),
                json.path("stream_options").path("include_usage").asBoolean(),
                json.path("max_completion_tokens").asInt(json.path("max_tokens").asInt(Integer.MAX_VALUE)),
                json.path("service_tier").isTextual() ? json.get("service_tier").asText() : null);
    }

    /** The model a request names. */
    static String model(ObjectNode json) {
        JsonNode model = json.path("model");
        if (!model.isTextual() || model.asText().isBlank()) {
            throw GroqError.missing("model");
        }
        return model.asText();
    }

    /** Appends the text of a message and returns how many images it has. */
    static int readContent(JsonNode content, StringBuilder text) {
        int images = 0;
        if (content.isTextual()) {
            text.append(content.asText()).append('\n');
        }
        for (JsonNode part : content) {
            if (part.path("type").asText().contains("image")) {
                images++;
            } else {
                text.append(part.path("text").asText()).append('\n');
            }
        }
        return images;
    }

    static List<Function> functions(JsonNode tools) {
        List<Function> functions = new ArrayList<>();
        for (JsonNode tool : tools) {
            if ("function".equals(tool.path("type").asText())) {
                JsonNode function = tool.has("function") ? tool.get("function") : tool;
                functions.add(new Function(function.path("name").asText(), function.path("parameters")));
            }
        }
        return functions;
    }

    static List<String> builtins(JsonNode tools) {
        List<String> builtins = new ArrayList<>();
        for (JsonNode tool : tools) {
            if (!"function".equals(tool.path("type").asText())) {
                builtins.add(tool.path("type").asText());
            }
        }
        return builtins;
    }

    private static @Nullable JsonNode jsonSchema(JsonNode format) {
        return switch (format.path("type").asText()) {
            case "json_object" -> Json.object();
            case "json_schema" -> format.path("json_schema").path("schema");
            default -> null;
        };
    }
}
