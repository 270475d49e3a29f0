package io.groqmeter.gateway.api;

import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.LocalResponse;
import io.groqmeter.gateway.local.Resource;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.codec.OpenCallJson;
import io.groqmeter.text.Dollars;
import java.util.List;

/** {@code GET /api/unsettled}: unsettled calls and their worst-case cost. */
public final class UnsettledResource implements Resource {

    private final UsageStore store;

    public UnsettledResource(UsageStore store) {
        this.store = store;
    }

    @Override
    public LocalResponse answer(LocalRequest request) {
        List<OpenCall> open = store.openCalls();
        List<OpenCall> unsettled =
                open.stream().filter(call -> call.unsettled() != null).toList();
        return LocalResponse.json(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("data");
            for (OpenCall call : unsettled) {
                OpenCallJson.write(json, call);
            }
            json.writeEndArray();
            json.writeNullField("next_cursor");
            json.writeStringField("worst_case_cost_usd", Dollars.digits(OpenCall.worstCase(unsettled)));
            json.writeNumberField("in_flight", open.size() - unsettled.size());
            json.writeEndObject();
        });
    }
}
