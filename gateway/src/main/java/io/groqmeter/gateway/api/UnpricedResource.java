package io.groqmeter.gateway.api;

import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.LocalResponse;
import io.groqmeter.gateway.local.Resource;
import io.groqmeter.pricing.LivePrices;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.report.UnpricedModel;
import io.groqmeter.store.UsageStore;
import io.groqmeter.text.Dollars;
import java.time.InstantSource;
import java.util.List;

/**
 * {@code GET /api/unpriced}: models without a price today, with what is counted for them and what they cost at the highest listed
 * price.
 */
public final class UnpricedResource implements Resource {

    private final UsageStore store;
    private final LivePrices prices;
    private final InstantSource clock;

    public UnpricedResource(UsageStore store, LivePrices prices, InstantSource clock) {
        this.store = store;
        this.prices = prices;
        this.clock = clock;
    }

    @Override
    public LocalResponse answer(LocalRequest request) {
        PriceList list = prices.get();
        List<UnpricedModel> found = UnpricedModel.still(store, list, clock.instant());
        return LocalResponse.json(json -> {
            json.writeStartObject();
            json.writeStringField("unknown_price", list.unknownPrice().label());
            json.writeArrayFieldStart("data");
            for (UnpricedModel model : found) {
                json.writeStartObject();
                json.writeStringField("model", model.model());
                json.writeNumberField("calls", model.calls());
                json.writeStringField("counted_usd", Dollars.digits(model.counted()));
                json.writeStringField("dearest_usd", Dollars.digits(model.dearest()));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNullField("next_cursor");
            json.writeEndObject();
        });
    }
}
