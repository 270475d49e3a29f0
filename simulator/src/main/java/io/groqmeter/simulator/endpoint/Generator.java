package io.groqmeter.simulator.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groqmeter.simulator.book.Bill;
import io.groqmeter.simulator.book.ModelTariff;
import io.groqmeter.simulator.book.ModelTariff.Kind;
import io.groqmeter.simulator.book.Tariff;
import io.groqmeter.simulator.book.TokenCount;
import io.groqmeter.simulator.endpoint.Generation.ExecutedTool;
import io.groqmeter.simulator.endpoint.Generation.FunctionCall;
import io.groqmeter.simulator.endpoint.Generation.Part;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The simulated models: decide the number of tokens and the text of each call, by the call's seeded random source. */
final class Generator {

    private static final int CHARS_PER_TOKEN = 4;
    private static final int TOKENS_PER_MESSAGE = 4;
    private static final int TEMPLATE_TOKENS = 17;
    private static final int IMAGE_TOKENS = 2048;
    private static final int MAX_WORDS = 4000;
    private static final String COMPOUND_SCOUT = "meta-llama/llama-4-scout-17b-16e-instruct";
    private static final String COMPOUND_THINKER = "openai/gpt-oss-120b";

    private final Tariff tariff;
    private final PromptCache cache;

    Generator(Tariff tariff, PromptCache cache) {
        this.tariff = tariff;
        this.cache = cache;
    }

    /** The model that answers a call for {@code name}. */
    ModelTariff model(ApiCall call, String name, Kind... kinds) {
        String forced = call.control.text("model");
        ModelTariff model = tariff.find(forced == null ? name : forced);
        if (model == null) {
            throw GroqError.unknownModel(name);
        }
        if (!List.of(kinds).contains(model.kind())) {
            throw GroqError.invalid("The model `" + name + "` does not support this endpoint");
        }
        return model;
    }

    Generation generate(ApiCall call, ChatParameters chat) {
        ModelTariff model = model(call, chat.model(), Kind.CHAT, Kind.COMPOUND);
        List<ExecutedTool> executed = executed(model, chat);
        List<FunctionCall> calls = new ArrayList<>();
        for (ChatParameters.Function function : chat.functions()) {
            calls.add(new FunctionCall(
                    Id.uuid("call_", call.random), function.name(), Json.text(arguments(function.parameters(), call))));
        }
        TokenCount tokens = count(call, chat, model);
        boolean cutShort = tokens.output() == chat.maxTokens();
        List<Part> parts = model.kind() == Kind.COMPOUND ? parts(call, tokens) : List.of();
        Timing timing = parts.isEmpty()
                ? Timing.of(tokens.input(), tokens.output(), call.random)
                : parts.stream().map(Part::timing).reduce(new Timing(0, 0, 0), Timing::plus);
        return new Generation(
                model,
                tokens,
                timing,
                chat.showReasoning()
                        ? Vocabulary.words((int) Math.min(MAX_WORDS, tokens.reasoning()), call.random)
                        : List.of(),
                calls.isEmpty() ? words(call, chat, tokens) : List.of(),
                calls,
                executed,
                !calls.isEmpty() ? "tool_calls" : cutShort ? "length" : "stop",
                parts,
                call.random.nextInt(Integer.MAX_VALUE));
    }

    /** The bill of a generation. */
    Bill bill(Generation generation, boolean batch) {
        BigDecimal cost = generation.parts().isEmpty()
                ? tariff.tokens(generation.model(), generation.tokens(), batch)
                : BigDecimal.ZERO;
        for (Part part : generation.parts()) {
            BigDecimal share = tariff.tokens(part.model(), part.tokens(), batch);
            cost = cost == null || share == null ? null : cost.add(share);
        }
        return new Bill(
                generation.model().model(),
                generation.tokens(),
                BigDecimal.ZERO,
                0,
                0,
                generation.toolRuns(),
                cost == null ? null : Tariff.round(cost.add(tariff.tools(generation.toolRuns()))));
    }

    private TokenCount count(ApiCall call, ChatParameters chat, ModelTariff model) {
        int chars = chat.prompt().length() + chat.toolChars();
        int estimate = TEMPLATE_TOKENS
                + chars / CHARS_PER_TOKEN
                + chat.messages() * TOKENS_PER_MESSAGE
                + chat.images() * IMAGE_TOKENS;
        int input = call.control.number("prompt-tokens", estimate);
        int seen = model.cachedInput() == null ? 0 : cache.lookUp(model.model(), chat.prompt(), call.now);
        int reusable = Math.max(0, input - 1) / PromptCache.BLOCK_TOKENS * PromptCache.BLOCK_TOKENS;
        int cached = Math.min(input, call.control.number("cached-tokens", Math.min(seen, reusable)));
        int output = call.control.number("completion-tokens", Math.min(chat.maxTokens(), call.random.nextInt(16, 160)));
        int thinking = model.reasons() ? output * call.random.nextInt(20, 60) / 100 : 0;
        int reasoning = Math.min(output, call.control.number("reasoning-tokens", thinking));
        return new TokenCount(input, cached, output, reasoning);
    }

    private static List<String> words(ApiCall call, ChatParameters chat, TokenCount tokens) {
        if (chat.jsonSchema() != null) {
            String json = Json.text(Vocabulary.sample(chat.jsonSchema(), call.random));
            int middle = json.offsetByCodePoints(0, json.codePointCount(0, json.length()) / 2);
            return List.of(json.substring(0, middle), json.substring(middle));
        }
        long spoken = Math.min(MAX_WORDS, tokens.output() - tokens.reasoning());
        return Vocabulary.words((int) Math.max(spoken, call.control.number("chunks", 0)), call.random);
    }

    private static JsonNode arguments(JsonNode parameters, ApiCall call) {
        JsonNode sample = Vocabulary.sample(parameters, call.random);
        return parameters.isEmpty() || !sample.isObject() ? Json.object() : sample;
    }

    private static List<ExecutedTool> executed(ModelTariff model, ChatParameters chat) {
        List<ExecutedTool> tools = new ArrayList<>();
        if (model.kind() == Kind.COMPOUND) {
            add(tools, "search", Json.object().put("query", "what does a meter count"));
            add(tools, "visit", Json.object().put("url", "https://example.com/meters"));
        }
        if (model.model().contains("gpt-oss") && chat.builtins().contains("browser_search")) {
            add(tools, "browser.search", Json.object().put("query", "what does a meter count"));
            add(tools, "browser.open", Json.object().put("id", 0));
        }
        if (model.model().contains("gpt-oss") && chat.builtins().contains("code_interpreter")) {
            add(tools, "python", Json.object().put("code", "print(6 * 7)"));
        }
        return tools;
    }

    private static void add(List<ExecutedTool> tools, String type, ObjectNode arguments) {
        tools.add(new ExecutedTool(
                tools.size(), type, Json.text(arguments), "Title: A page about meters\nScore: 0.75\n"));
    }

    /** Splits a compound generation over its models: two small steps of a scout, the rest of the main model. */
    private List<Part> parts(ApiCall call, TokenCount tokens) {
        List<Part> parts = new ArrayList<>();
        TokenCount rest = tokens;
        for (int i = 0; i < 2; i++) {
            TokenCount share = new TokenCount(rest.input() / 4, 0, (rest.output() - rest.reasoning()) / 8, 0);
            parts.add(part(call, COMPOUND_SCOUT, share));
            long left = rest.input() - share.input();
            rest = new TokenCount(
                    left, Math.min(left, rest.cached()), rest.output() - share.output(), rest.reasoning());
        }
        parts.add(part(call, COMPOUND_THINKER, rest));
        return parts;
    }

    private Part part(ApiCall call, String name, TokenCount share) {
        ModelTariff model = tariff.find(name);
        if (model == null) {
            throw new IllegalStateException("the tariff has no " + name + ", which works inside compound");
        }
        return new Part(model, share, Timing.of(share.input(), share.output(), call.random));
    }
}
