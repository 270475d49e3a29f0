package io.groqmeter.gateway.chat;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groqmeter.gateway.local.BadRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A request to {@code /chat}.
 *
 * @param message the user's message
 * @param system the system prompt; null for none
 * @param model the model; null for the gateway's default
 * @param stream whether to stream the reply
 */
record ChatRequest(
        String message, @Nullable String system, @Nullable String model, boolean stream) {

    private static final String EXAMPLE = "{\"message\": \"Hola, ¿cómo estás?\"}";

    /** @throws BadRequest when it is not valid; says what is missing */
    static ChatRequest parse(byte[] body) {
        JsonNode json;
        try {
            json = ContentJson.read(body);
        } catch (JsonProcessingException e) {
            throw notJson(location(e.getLocation()) + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            throw notJson(": " + e.getMessage()); // bytes that are no text
        }
        if (json == null || !json.isObject()) {
            throw new BadRequest("invalid_request", "The body must be a JSON object. Send " + EXAMPLE);
        }
        String message = text(json, "message");
        if (message == null || message.isBlank()) {
            throw new BadRequest("message_missing", "'message' is missing or empty. Send " + EXAMPLE);
        }
        JsonNode stream = json.path("stream");
        if (!stream.isMissingNode() && !stream.isNull() && !stream.isBoolean()) {
            throw new BadRequest("invalid_stream", "'stream' must be true or false, not " + stream);
        }
        return new ChatRequest(message, text(json, "system"), text(json, "model"), stream.asBoolean(false));
    }

    private static BadRequest notJson(String why) {
        return new BadRequest("invalid_json", "The body is not JSON" + why + ". Send " + EXAMPLE);
    }

    /** For a text that exceeds a limit (depth, length), Jackson gives no location. */
    private static String location(@Nullable JsonLocation location) {
        return location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    private static @Nullable String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw new BadRequest("invalid_" + field, "'" + field + "' must be a text, not " + ContentJson.text(value));
        }
        return value.textValue();
    }

    /** The body of the chat completion it becomes. */
    byte[] toGroq(String defaultModel) {
        ObjectNode body = ContentJson.object();
        body.put("model", model == null || model.isBlank() ? defaultModel : model);
        ArrayNode messages = body.putArray("messages");
        if (system != null && !system.isBlank()) {
            messages.addObject().put("role", "system").put("content", system);
        }
        messages.addObject().put("role", "user").put("content", message);
        if (stream) {
            body.put("stream", true);
        }
        return ContentJson.text(body).getBytes(StandardCharsets.UTF_8);
    }
}
