package io.groqmeter.simulator.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groqmeter.simulator.book.Bill;
import io.groqmeter.simulator.book.TokenCount;
import io.groqmeter.simulator.wire.Answer;

/** {@code POST /responses}: OpenAI's Responses API as Groq offers it. Groq's own tools are ignored here. */
final class ResponsesEndpoint implements EndpointHandler {

    private final Generator generator;

    ResponsesEndpoint(Generator generator) {
        this.generator = generator;
    }

    @Override
    public Served serve(ApiCall call) {
        ChatParameters chat = ResponsesRequest.read(call.json());
        Generation generation = generator.generate(call, chat);
        String tier = call.tier(chat.serviceTier());
        Bill bill = generator.bill(generation, false);
        ObjectNode response = response(call, generation, tier);
        ArrayNode output = output(call, generation);
        if (chat.stream()) {
            ResponseStream stream = new ResponseStream(call, generation, response, output);
            boolean fails = call.control.flag("stream-error");
            Answer answer = Answer.events(fails ? stream.failing() : stream.whole());
            return new Served(answer, generation.model().model(), tier, fails ? null : bill, fails);
        }
        return Served.billed(Answer.json(200, Json.bytes(completed(response, output, generation))), tier, bill);
    }

    static ObjectNode completed(ObjectNode response, ArrayNode output, Generation generation) {
        ObjectNode completed = response.deepCopy().put("status", "completed");
        completed.set("output", output);
        completed.set("usage", usage(generation.tokens()));
        return completed;
    }

    /** The response before anything is generated. */
    private static ObjectNode response(ApiCall call, Generation generation, String tier) {
        ObjectNode json = call.json();
        ObjectNode response = Json.object()
                .put("id", Id.sortable("resp_", call.now.toEpochMilli(), call.random))
                .put("object", "response")
                .put("status", "in_progress")
                .put("created_at", call.now.getEpochSecond());
        response.putArray("output");
        response.putNull("previous_response_id").put("model", generation.model().model());
        response.putObject("reasoning").put("effort", effort(json)).putNull("summary");
        response.set(
                "max_output_tokens", json.path("max_output_tokens").isNumber() ? json.get("max_output_tokens") : null);
        response.put(
                "instructions",
                json.path("instructions").isTextual() ? json.get("instructions").asText() : null);
        response.putObject("text")
                .putObject("format")
                .put("type", json.at("/text/format/type").asText("text"));
        response.set("tools", json.path("tools").isArray() ? json.get("tools") : Json.array());
        response.put("tool_choice", json.path("tool_choice").asText("auto")).put("truncation", "disabled");
        JsonNode metadata = json.path("metadata");
        response.set("metadata", metadata.isObject() ? metadata : Json.object());
        response.put("temperature", json.path("temperature").asDouble(1))
                .put("top_p", json.path("top_p").asDouble(1));
        response.put("user", json.path("user").isTextual() ? json.get("user").asText() : null);
        response.put("service_tier", tier.equals("on_demand") ? "default" : tier);
        return response.putNull("error")
                .putNull("incomplete_details")
                .put("parallel_tool_calls", true)
                .put("store", false)
                .put("background", false)
                .put("top_logprobs", 0)
                .putNull("max_tool_calls");
    }

    private static ArrayNode output(ApiCall call, Generation generation) {
        ArrayNode output = Json.array();
        if (generation.tokens().reasoning() > 0) {
            ObjectNode reasoning = output.addObject()
                    .put("type", "reasoning")
                    .put("id", Id.uuid("resp_", call.random))
                    .put("status", "completed");
            reasoning
                    .putArray("content")
                    .addObject()
                    .put("type", "reasoning_text")
                    .put("text", generation.reasoningText());
            reasoning.putArray("summary");
        }
        for (Generation.FunctionCall function : generation.calls()) {
            output.addObject()
                    .put("type", "function_call")
                    .put("id", function.id())
                    .put("call_id", function.id())
                    .put("name", function.name())
                    .put("arguments", function.arguments())
                    .put("status", "completed");
        }
        if (generation.calls().isEmpty()) {
            ObjectNode message = output.addObject()
                    .put("type", "message")
                    .put("id", Id.sortable("msg_", call.now.toEpochMilli(), call.random))
                    .put("status", "completed")
                    .put("role", "assistant");
            message.putArray("content").add(text(generation.text()));
        }
        return output;
    }

    static ObjectNode text(String text) {
        ObjectNode part = Json.object().put("type", "output_text").put("text", text);
        part.putArray("annotations");
        return part.putNull("logprobs");
    }

    private static ObjectNode usage(TokenCount tokens) {
        ObjectNode usage = Json.object().put("input_tokens", tokens.input());
        usage.putObject("input_tokens_details").put("cached_tokens", tokens.cached());
        usage.put("output_tokens", tokens.output());
        usage.putObject("output_tokens_details").put("cached_tokens", 0).put("reasoning_tokens", tokens.reasoning());
        return usage.put("total_tokens", tokens.total());
    }

    private static String effort(ObjectNode json) {
        return json.at("/reasoning/effort").asText("medium");
    }
}
