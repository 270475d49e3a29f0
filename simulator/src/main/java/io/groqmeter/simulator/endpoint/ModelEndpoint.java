package io.groqmeter.simulator.endpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groqmeter.simulator.book.ModelTariff;
import io.groqmeter.simulator.book.Tariff;
import io.groqmeter.simulator.wire.Answer;
import java.util.List;
import java.util.Map;

/** {@code GET /models} and {@code /models/{id}}, in the format recorded from Groq after August 2026: no prices. */
final class ModelEndpoint implements EndpointHandler {

    private static final String FOLDER = "/models";
    private static final long CREATED = 1_693_721_698;
    private static final Limits USUAL = new Limits(131_072, 32_768);

    /** In tokens. */
    private record Limits(int contextWindow, int maxCompletion) {}

    private static final Map<String, Limits> LIMITS = Map.ofEntries(
            Map.entry("llama-3.1-405b-reasoning", new Limits(131_072, 131_072)),
            Map.entry("llama2-70b-4096", new Limits(4_096, 4_096)),
            Map.entry("openai/gpt-oss-120b", new Limits(131_072, 65_536)),
            Map.entry("openai/gpt-oss-20b", new Limits(131_072, 65_536)),
            Map.entry("openai/gpt-oss-safeguard-20b", new Limits(131_072, 65_536)),
            Map.entry("qwen/qwen3.8-27b", new Limits(131_072, 16_384)),
            Map.entry("qwen/qwen3-32b", new Limits(131_072, 40_960)),
            Map.entry("meta-llama/llama-prompt-guard-2-22m", new Limits(512, 512)),
            Map.entry("meta-llama/llama-prompt-guard-2-86m", new Limits(512, 512)),
            Map.entry("meta-llama/llama-guard-4-12b", new Limits(131_072, 1_024)),
            Map.entry("meta-llama/llama-4-scout-17b-16e-instruct", new Limits(131_072, 8_192)),
            Map.entry("meta-llama/llama-4-maverick-17b-128e-instruct", new Limits(131_072, 8_192)),
            Map.entry("moonshotai/kimi-k2-instruct", new Limits(131_072, 16_384)),
            Map.entry("moonshotai/kimi-k2-instruct-0905", new Limits(262_144, 16_384)),
            Map.entry("llama-3.1-8b-instant", new Limits(131_072, 131_072)),
            Map.entry("allam-2-7b", new Limits(4_096, 4_096)));

    /** Creation time as reported by Groq, in seconds since 1970, where known. */
    private static final Map<String, Long> MADE = Map.of(
            "whisper-large-v3-turbo", 1_728_413_088L,
            "meta-llama/llama-prompt-guard-2-86m", 1_748_632_165L,
            "canopylabs/orpheus-v1-english", 1_766_186_316L,
            "qwen/qwen3.8-27b", 1_786_984_846L);

    private final Tariff tariff;

    ModelEndpoint(Tariff tariff) {
        this.tariff = tariff;
    }

    @Override
    public Served serve(ApiCall call) {
        if (!call.reads()) {
            throw GroqError.unknownUrl(call.request.method(), call.request.path());
        }
        if (call.path.equals(FOLDER)) {
            ObjectNode list = Json.object().put("object", "list");
            ArrayNode data = list.putArray("data");
            tariff.models().forEach(model -> data.add(json(model)));
            return Served.free(Answer.json(200, Json.bytes(list)));
        }
        String name = call.path.substring(FOLDER.length() + 1).replace("%2F", "/");
        ModelTariff model = tariff.find(name);
        if (model == null) {
            throw GroqError.unknownModel(name);
        }
        return Served.free(Answer.json(200, Json.bytes(json(model))));
    }

    private static ObjectNode json(ModelTariff model) {
        int slash = model.model().indexOf('/');
        Limits limits = limits(model);
        ObjectNode node = Json.object()
                .put("id", model.model())
                .put("object", "model")
                .put("created", MADE.getOrDefault(model.model(), CREATED))
                .put("owned_by", slash < 0 ? "Groq" : model.model().substring(0, slash))
                .put("active", true)
                .put("context_window", limits.contextWindow())
                .putNull("public_apps")
                .put("max_completion_tokens", limits.maxCompletion())
                .put("name", model.model().substring(slash + 1));
        put(node, "input_modalities", model.kind() == ModelTariff.Kind.AUDIO ? List.of("audio") : List.of("text"));
        put(node, "output_modalities", model.kind() == ModelTariff.Kind.SPEECH ? List.of("audio") : List.of("text"));
        put(node, "supported_features", features(model));
        return node;
    }

    private static Limits limits(ModelTariff model) {
        return switch (model.kind()) {
            case AUDIO -> new Limits(448, 448);
            case SPEECH -> new Limits(4_000, 50_000);
            default -> LIMITS.getOrDefault(model.model(), USUAL);
        };
    }

    private static List<String> features(ModelTariff model) {
        if (model.kind() != ModelTariff.Kind.CHAT) {
            return List.of();
        }
        return model.reasons() ? List.of("tools", "json_mode", "reasoning") : List.of("tools", "json_mode");
    }

    private static void put(ObjectNode node, String name, List<String> values) {
        ArrayNode array = node.putArray(name);
        values.forEach(array::add);
    }
}
