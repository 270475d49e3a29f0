package io.groqmeter.simulator.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a Responses API request as the equivalent chat request. */
final class ResponsesRequest {

    private ResponsesRequest() {}

    /** @throws GroqError 400 for what Groq refuses before it generates */
    static ChatParameters read(ObjectNode json) {
        JsonNode input = json.path("input");
        if (input.isMissingNode() || input.isNull()) {
            throw GroqError.missing("input");
        }
        StringBuilder prompt = new StringBuilder(json.path("instructions").asText(""));
        int images = ChatParameters.readContent(input.isTextual() ? input : Json.array(), prompt);
        boolean afterTool = false;
        for (JsonNode item : input) {
            prompt.append(item.path("role").asText()).append('\n');
            images += ChatParameters.readContent(item.path("content"), prompt);
            prompt.append(item.path("arguments").asText())
                    .append(item.path("output").asText());
            afterTool = "function_call_output".equals(item.path("type").asText());
        }
        JsonNode tools = json.path("tools");
        boolean mayCall = !afterTool && !"none".equals(json.path("tool_choice").asText());
        return new ChatParameters(
                ChatParameters.model(json),
                prompt.toString(),
                Math.max(1, input.size()),
                images,
                tools.isEmpty() ? 0 : tools.toString().length(),
                mayCall ? ChatParameters.functions(tools) : new ArrayList<>(),
                List.of(),
                schema(json.at("/text/format")),
                true,
                json.path("stream").asBoolean(),
                true,
                json.path("max_output_tokens").asInt(Integer.MAX_VALUE),
                tier(json.path("service_tier").asText()));
    }

    /** The tier's name in chat answers. */
    private static String tier(String requested) {
        return requested.equals("flex") ? "flex" : "on_demand";
    }

    private static @Nullable JsonNode schema(JsonNode format) {
        return switch (format.path("type").asText()) {
            case "json_object" -> Json.object();
            case "json_schema" -> format.path("schema");
            default -> null;
        };
    }
}
