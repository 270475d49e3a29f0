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
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** {@code POST /reranking}: the documents with scores, best first; no usage, and no price. */
final class RerankingEndpoint implements EndpointHandler {

    private record Result(String doc, double score) {}

    private final Generator generator;

    RerankingEndpoint(Generator generator) {
        this.generator = generator;
    }

    @Override
    public Served serve(ApiCall call) {
        ModelTariff model = generator.model(call, ChatParameters.model(call.json()), Kind.RERANKING);
        JsonNode docs = call.json().path("docs");
        if (docs.isEmpty()) {
            throw GroqError.missing("docs");
        }
        List<Result> results = new ArrayList<>();
        docs.forEach(doc -> results.add(new Result(doc.asText(), call.random.nextInt(100) / 100.0)));
        results.sort(Comparator.comparingDouble(Result::score).reversed());
        ObjectNode body = Json.object();
        ArrayNode ranked = body.putArray("results");
        results.forEach(result -> ranked.addObject().put("doc", result.doc()).put("score", result.score()));
        Bill bill = new Bill(model.model(), TokenCount.NONE, BigDecimal.ZERO, 0, 0, Map.of(), null);
        return Served.billed(Answer.json(200, Json.bytes(body)), call.tier(null), bill);
    }
}
