package io.groqmeter.gateway.api;

import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.LocalResponse;
import io.groqmeter.gateway.local.Resource;
import io.groqmeter.pricing.BatchDiscount;
import io.groqmeter.pricing.LivePrices;
import io.groqmeter.pricing.ModelPrice;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.report.format.PriceJson;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** {@code GET /api/prices}: every price row with its dates, or the row that applies to a model now. */
public final class PricesResource implements Resource {

    private final LivePrices prices;
    private final InstantSource clock;

    public PricesResource(LivePrices prices, InstantSource clock) {
        this.prices = prices;
        this.clock = clock;
    }

    @Override
    public LocalResponse answer(LocalRequest request) {
        PriceList list = prices.get();
        Instant now = clock.instant();
        Optional<String> model = request.parameter("model");
        return model.map(name -> one(name, list, now)).orElseGet(() -> all(list, now));
    }

    private static LocalResponse one(String model, PriceList list, Instant now) {
        return LocalResponse.json(json -> PriceJson.write(json, model, list.named(model, now), list, now));
    }

    private static LocalResponse all(PriceList list, Instant now) {
        Set<ModelPrice> own = new HashSet<>(list.overrides());
        return LocalResponse.json(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("data");
            for (ModelPrice row : list.rows()) {
                json.writeStartObject();
                PriceJson.fields(json, row);
                json.writeBooleanField("own", own.contains(row));
                json.writeBooleanField("in_force", row.inForce(now));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNullField("next_cursor");
            json.writeFieldName("fallback");
            PriceJson.write(json, list.fallbackAt(now));
            json.writeStringField("unknown_price", list.unknownPrice().label());
            json.writeArrayFieldStart("batch");
            for (BatchDiscount batch : list.batchDiscounts()) {
                PriceJson.write(json, batch);
            }
            json.writeEndArray();
            json.writeObjectFieldStart("aliases");
            for (var alias : list.aliases().entrySet()) {
                json.writeStringField(alias.getKey(), alias.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        });
    }
}
