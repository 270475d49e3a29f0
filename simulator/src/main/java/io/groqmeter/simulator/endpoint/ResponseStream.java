package io.groqmeter.simulator.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One response as the events OpenAI defines; usage comes once, with {@code response.completed}, and there is no {@code [DONE]}. */
final class ResponseStream {

    private final ApiCall call;
    private final Generation generation;
    private final ObjectNode response;
    private final ArrayNode output;
    private final String lineEnd;
    private final List<byte[]> events = new ArrayList<>();

    /** @param response the initial response, its output still empty */
    ResponseStream(ApiCall call, Generation generation, ObjectNode response, ArrayNode output) {
        this.call = call;
        this.generation = generation;
        this.response = response;
        this.output = output;
        this.lineEnd = call.control.flag("crlf") ? "\r\n" : "\n";
    }

    List<byte[]> whole() {
        begin();
        for (int index = 0; index < output.size(); index++) {
            item(index, output.get(index));
        }
        event(Json.object()
                .put("type", "response.completed")
                .set("response", ResponsesEndpoint.completed(response, output, generation)));
        return events;
    }

    /** The beginning, then an error event and nothing more. */
    List<byte[]> failing() {
        begin();
        event(Json.object()
                .put("type", "error")
                .put("code", "server_error")
                .put("message", "The server had an error while processing your request")
                .putNull("param"));
        return events;
    }

    private void begin() {
        event(Json.object().put("type", "response.created").set("response", response));
        event(Json.object().put("type", "response.in_progress").set("response", response));
    }

    private void item(int index, JsonNode item) {
        ObjectNode empty = ((ObjectNode) item.deepCopy()).put("status", "in_progress");
        boolean message = item.path("type").asText().equals("message");
        if (item.has("content")) {
            empty.putArray("content");
        }
        event(Json.object()
                .put("type", "response.output_item.added")
                .put("output_index", index)
                .set("item", empty));
        if (message) {
            message(index, item.path("id").asText());
        }
        if (item.has("arguments")) {
            arguments(index, item);
        }
        event(Json.object()
                .put("type", "response.output_item.done")
                .put("output_index", index)
                .set("item", item));
    }

    private void message(int index, String id) {
        event(part("response.content_part.added", index, id).set("part", ResponsesEndpoint.text("")));
        for (String text : WordGroups.into(generation.words(), call.control.number("chunks"))) {
            event(part("response.output_text.delta", index, id).put("delta", text));
        }
        event(part("response.output_text.done", index, id).put("text", generation.text()));
        event(part("response.content_part.done", index, id).set("part", ResponsesEndpoint.text(generation.text())));
    }

    private void arguments(int index, JsonNode item) {
        for (String done : new String[] {"delta", "done"}) {
            event(Json.object()
                    .put("type", "response.function_call_arguments." + done)
                    .put("item_id", item.path("id").asText())
                    .put("output_index", index)
                    .put(
                            done.equals("done") ? "arguments" : "delta",
                            item.path("arguments").asText()));
        }
    }

    private static ObjectNode part(String type, int index, String id) {
        return Json.object()
                .put("type", type)
                .put("item_id", id)
                .put("output_index", index)
                .put("content_index", 0);
    }

    private void event(JsonNode event) {
        ObjectNode numbered = ((ObjectNode) event).put("sequence_number", events.size());
        String lines = "event: " + numbered.path("type").asText() + lineEnd + "data: " + Json.text(numbered);
        events.add((lines + lineEnd + lineEnd).getBytes(StandardCharsets.UTF_8));
    }
}
