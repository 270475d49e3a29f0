package io.groqmeter.simulator.endpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.groqmeter.simulator.endpoint.Generation.ExecutedTool;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One chat generation as server-sent events.
 *
 * <p>All chunks of a stream start alike, so that prefix is made once.
 */
final class ChatStream {

    private static final String ROLE = "{\"role\":\"assistant\",\"content\":\"\"}";
    private static final String STUB = "stub";

    private final ApiCall call;
    private final Generation generation;
    private final String tier;
    private final StreamShape shape;
    private final String lineEnd;
    private final String head;
    private final List<byte[]> events = new ArrayList<>();

    ChatStream(ApiCall call, Generation generation, String tier, StreamShape shape) {
        this.call = call;
        this.generation = generation;
        this.tier = tier;
        this.shape = shape;
        this.lineEnd = call.control.flag("crlf") ? "\r\n" : "\n";
        this.head = head(Id.uuid("chatcmpl-", call.random));
    }

    /** From the first chunk to {@code [DONE]}. */
    List<byte[]> whole() {
        begin();
        spoken().forEach(this::delta);
        finish();
        if (!call.control.flag("no-done")) {
            event("data: [DONE]");
        }
        return events;
    }

    /** Half of the answer, then an error event: no usage, no {@code [DONE]}. */
    List<byte[]> failing() {
        begin();
        List<String> deltas = spoken();
        deltas.subList(0, (deltas.size() + 1) / 2).forEach(this::delta);
        ObjectNode root = Json.object();
        root.putObject("error")
                .put(
                        "message",
                        "Tool call validation failed: tool call validation failed: parameters for tool lookup did"
                                + " not match schema: errors: [missing properties: 'name']")
                .put("type", "invalid_request_error")
                .put("code", "tool_use_failed")
                .put("failed_generation", "{\"name\": \"lookup\", \"arguments\": {\n  \"foo\": \"bar\"\n}}")
                .put("status_code", 400);
        event("event: error" + lineEnd + "data: " + Json.text(root));
        return events;
    }

    private void begin() {
        ObjectNode xGroq = Json.object().put("id", call.id).put("seed", generation.seed());
        chunk(head, choice(ROLE, "null"), ",\"x_groq\":" + Json.text(xGroq));
    }

    /** Every delta between the first chunk and the finish chunk. */
    private List<String> spoken() {
        List<String> deltas = new ArrayList<>();
        for (String word : generation.reasoning()) {
            deltas.add("{\"reasoning\":" + quoted(word) + ",\"channel\":\"analysis\"}");
        }
        for (ExecutedTool tool : generation.executed()) {
            deltas.add("{\"executed_tools\":[" + Json.text(tool.begun()) + "]}");
            deltas.add("{\"executed_tools\":[" + Json.text(tool.done()) + "]}");
        }
        for (String text : WordGroups.into(generation.words(), call.control.number("chunks"))) {
            deltas.add("{\"content\":" + quoted(text) + "}");
        }
        int index = 0;
        for (Generation.FunctionCall function : generation.calls()) {
            deltas.add("{\"tool_calls\":[" + Json.text(function.json().put("index", index++)) + "]}");
        }
        return deltas;
    }

    private void finish() {
        ObjectNode usage = ChatEndpoint.usage(generation);
        ObjectNode xGroq = Json.object();
        if (generation.parts().isEmpty()) {
            xGroq.put("id", call.id);
        }
        xGroq.set("usage", usage);
        if (!generation.parts().isEmpty()) {
            xGroq.set("usage_breakdown", repeatedTotals(usage));
        }
        String extra = ",\"x_groq\":" + Json.text(xGroq);
        if (shape != StreamShape.A) {
            extra += ",\"usage\":" + Json.text(usage);
        }
        String finishHead = generation.parts().isEmpty() ? head : head(STUB);
        chunk(finishHead, choice("{}", quoted(generation.finish())), extra);
        if (shape == StreamShape.C) {
            chunk(head, "", ",\"usage\":" + Json.text(usage) + ",\"service_tier\":" + quoted(tier));
        }
    }

    /** As real compound streams do: every model with the usage of all of them. */
    private ObjectNode repeatedTotals(ObjectNode total) {
        ObjectNode breakdown = Json.object();
        ArrayNode models = breakdown.putArray("models");
        generation.parts().forEach(part -> models.addObject()
                .put("model", part.model().model())
                .set("usage", total));
        return breakdown;
    }

    private String head(String id) {
        ObjectNode head = Json.object()
                .put("id", id)
                .put("object", "chat.completion.chunk")
                .put("created", call.now.getEpochSecond())
                .put("model", generation.model().model());
        if (generation.parts().isEmpty()) {
            head.put("system_fingerprint", ChatEndpoint.fingerprint(generation));
        } else {
            head.putNull("system_fingerprint");
        }
        String text = Json.text(head);
        return "data: " + text.substring(0, text.length() - 1) + ",\"choices\":[";
    }

    private static String choice(String delta, String finish) {
        return "{\"index\":0,\"delta\":" + delta + ",\"logprobs\":null,\"finish_reason\":" + finish + "}";
    }

    private void delta(String delta) {
        chunk(head, choice(delta, "null"), "");
    }

    private void chunk(String beginning, String choices, String rest) {
        event(beginning + choices + "]" + rest + "}");
    }

    private void event(String lines) {
        events.add((lines + lineEnd + lineEnd).getBytes(StandardCharsets.UTF_8));
    }

    private static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }
}
