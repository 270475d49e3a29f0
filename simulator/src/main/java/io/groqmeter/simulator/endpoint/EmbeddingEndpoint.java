package io.groqmeter.simulator.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groqmeter.simulator.book.Bill;
import io.groqmeter.simulator.book.ModelTariff;
import io.groqmeter.simulator.book.ModelTariff.Kind;
import io.groqmeter.simulator.book.TokenCount;
import io.groqmeter.simulator.wire.Answer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code POST /embeddings}: one vector per input; Groq publishes no price for it. */
final class EmbeddingEndpoint implements EndpointHandler {

    private static final int DIMENSIONS = 64;
    private static final int CHARS_PER_TOKEN = 4;

    private final Generator generator;

    EmbeddingEndpoint(Generator generator) {
        this.generator = generator;
    }

    @Override
    public Served serve(ApiCall call) {
        ModelTariff model = generator.model(call, ChatParameters.model(call.json()), Kind.EMBEDDING);
        List<String> inputs = inputs(call.json().path("input"));
        int chars = inputs.stream().mapToInt(String::length).sum();
        int tokens = call.control.number("prompt-tokens", inputs.size() * 2 + chars / CHARS_PER_TOKEN);
        ObjectNode body = Json.object().put("object", "list");
        ArrayNode data = body.putArray("data");
        for (int i = 0; i < inputs.size(); i++) {
            ObjectNode entry = data.addObject().put("object", "embedding").put("index", i);
            ArrayNode vector = entry.putArray("embedding");
            for (int d = 0; d < DIMENSIONS; d++) {
                vector.add((float) call.random.nextDouble(-1, 1));
            }
        }
        body.put("model", model.model());
        body.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
        Bill bill = new Bill(model.model(), new TokenCount(tokens, 0, 0, 0), BigDecimal.ZERO, 0, 0, Map.of(), null);
        return Served.billed(Answer.json(200, Json.bytes(body)), call.tier(null), bill);
    }

    private static List<String> inputs(JsonNode input) {
        List<String> inputs = new ArrayList<>();
        if (input.isTextual()) {
            inputs.add(input.asText());
        }
        input.elements().forEachRemaining(text -> inputs.add(text.asText()));
        if (inputs.isEmpty()) {
            throw GroqError.missing("input");
        }
        return inputs;
    }
}
