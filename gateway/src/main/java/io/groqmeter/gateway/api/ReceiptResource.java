package io.groqmeter.gateway.api;

import io.groqmeter.gateway.http.ApiError;
import io.groqmeter.gateway.local.BadRequest;
import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.LocalResponse;
import io.groqmeter.gateway.local.Resource;
import io.groqmeter.pricing.LivePrices;
import io.groqmeter.report.format.ReceiptJson;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;

/** {@code GET /api/usage/{id}}: one call and how its cost came about, by the id its answer carried in {@code x-groqmeter-id}. */
public final class ReceiptResource implements Resource {

    private final UsageStore store;
    private final LivePrices prices;

    /** @param prices the list whose rows explain the charges */
    public ReceiptResource(UsageStore store, LivePrices prices) {
        this.store = store;
        this.prices = prices;
    }

    @Override
    public LocalResponse answer(LocalRequest request) {
        String id = request.variable("id");
        UsageRecord record = store.find(id)
                .orElseThrow(
                        () -> new BadRequest(
                                ApiError.notFound(
                                        "There is no record '" + id
                                                + "'. Ids stand in the answers' x-groqmeter-id; a call that has not settled is in /api/unsettled.")));
        return LocalResponse.json(json -> ReceiptJson.write(json, record, prices.get()));
    }
}
