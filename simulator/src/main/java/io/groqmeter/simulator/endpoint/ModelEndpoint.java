package io.groqmeter.simulator.endpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groqmeter.simulator.book.ModelTariff;
import io.groqmeter.simulator.book.Tariff;
import io.groqmeter.simulator.wire.Answer;
import java.math.BigDecimal;

/** {@code GET /models} and {@code /models/{id}}, with prices per token as decimal strings. */
final class ModelEndpoint implements Endpoint {

    private static final String FOLDER = "/models";
    private static final long CREATED = 1_693_721_698;
    private static final int CONTEXT_WINDOW = 131_072;

    private final Tariff tariff;

    ModelEndpoint(Tariff tariff) {
        this.tariff = tariff;
    }

    @Override
    public Served serve(Call call) {
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
        ObjectNode node = Json.object()
                .put("id", model.model())
                .put("object", "model")
                .put("created", CREATED)
                .put("owned_by", slash < 0 ? "Groq" : model.model().substring(0, slash))
                .put("active", true)
                .put("context_window", CONTEXT_WINDOW)
                .putNull("public_apps");
        if (model.input() != null && model.output() != null) {
            ObjectNode pricing = node.putObject("pricing")
                    .put("prompt", perToken(model.input()))
                    .put("completion", perToken(model.output()));
            if (model.cachedInput() != null) {
                pricing.put("input_cache_read", perToken(model.cachedInput()));
            }
        }
        return node;
    }

    private static String perToken(BigDecimal perMillion) {
        return perMillion.movePointLeft(6).toPlainString();
    }
}
