package io.groqmeter.simulator.endpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groqmeter.simulator.book.Bill;
import io.groqmeter.simulator.book.TokenCount;
import io.groqmeter.simulator.wire.Answer;

/** {@code POST /chat/completions}: plain and streamed answers of single models and of compound systems. */
final class ChatEndpoint implements EndpointHandler {

    private final Generator generator;

    ChatEndpoint(Generator generator) {
        this.generator = generator;
    }

    @Override
    public Served serve(ApiCall call) {
        ChatParameters chat = ChatParameters.read(call.json());
        Generation generation = generator.generate(call, chat);
        String tier = call.tier(chat.serviceTier());
        Bill bill = generator.bill(generation, call.batch);
        if (chat.stream() && !call.batch) {
            ChatStream stream = new ChatStream(call, generation, tier, shape(call, chat));
            boolean fails = call.control.flag("stream-error");
            Answer answer = Answer.events(fails ? stream.failing() : stream.whole());
            return new Served(answer, generation.model().model(), tier, fails ? null : bill, fails);
        }
        return Served.billed(Answer.json(200, Json.bytes(body(call, generation, tier))), tier, bill);
    }

    private static StreamShape shape(ApiCall call, ChatParameters chat) {
        StreamShape forced = call.control.shape();
        return forced != null ? forced : chat.includeUsage() ? StreamShape.C : StreamShape.B;
    }

    private static ObjectNode body(ApiCall call, Generation generation, String tier) {
        ObjectNode body = Json.object()
                .put("id", Id.uuid("chatcmpl-", call.random))
                .put("object", "chat.completion")
                .put("created", call.now.getEpochSecond())
                .put("model", generation.model().model());
        ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
        choice.set("message", message(generation));
        choice.putNull("logprobs").put("finish_reason", generation.finish());
        body.set("usage", usage(generation));
        if (generation.parts().isEmpty()) {
            body.putNull("usage_breakdown").put("system_fingerprint", fingerprint(generation));
        } else {
            body.set("usage_breakdown", breakdown(generation));
        }
        body.putObject("x_groq").put("id", call.id).put("seed", generation.seed());
        return body.put("service_tier", tier);
    }

    private static ObjectNode message(Generation generation) {
        ObjectNode message = Json.object().put("role", "assistant");
        if (generation.calls().isEmpty()) {
            message.put("content", generation.text());
        } else {
            ArrayNode calls = message.putArray("tool_calls");
            generation.calls().forEach(call -> calls.add(call.json()));
        }
        if (!generation.reasoning().isEmpty()) {
            message.put("reasoning", generation.reasoningText());
        }
        if (!generation.executed().isEmpty()) {
            ArrayNode executed = message.putArray("executed_tools");
            generation.executed().forEach(tool -> executed.add(tool.done()));
        }
        return message;
    }

    private static ObjectNode breakdown(Generation generation) {
        ObjectNode breakdown = Json.object();
        ArrayNode models = breakdown.putArray("models");
        for (Generation.Part part : generation.parts()) {
            models.addObject().put("model", part.model().model()).set("usage", usage(part.tokens(), part.timing()));
        }
        return breakdown;
    }

    static String fingerprint(Generation generation) {
        return "fp_" + String.format("%010x", generation.model().model().hashCode() & 0xffffffffffL);
    }

    /** The usage of a whole generation. A compound system reports no details here, only in its parts. */
    static ObjectNode usage(Generation generation) {
        TokenCount tokens = generation.tokens();
        return generation.parts().isEmpty()
                ? usage(tokens, generation.timing())
                : usage(new TokenCount(tokens.input(), 0, tokens.output(), 0), generation.timing());
    }

    /** Usage in Groq's format; details only when they are not empty. */
    static ObjectNode usage(TokenCount tokens, Timing timing) {
        ObjectNode usage = Json.object()
                .put("queue_time", Timing.seconds(timing.queue()))
                .put("prompt_tokens", tokens.input())
                .put("prompt_time", Timing.seconds(timing.prompt()))
                .put("completion_tokens", tokens.output())
                .put("completion_time", Timing.seconds(timing.completion()))
                .put("total_tokens", tokens.total())
                .put("total_time", Timing.seconds(timing.total()));
        if (tokens.cached() > 0) {
            usage.putObject("prompt_tokens_details").put("cached_tokens", tokens.cached());
        }
        if (tokens.reasoning() > 0) {
            usage.putObject("completion_tokens_details").put("reasoning_tokens", tokens.reasoning());
        }
        return usage;
    }
}
