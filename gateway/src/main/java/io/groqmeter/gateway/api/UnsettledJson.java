package io.groqmeter.gateway.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.groqmeter.report.UsageBreakdown;
import io.groqmeter.store.OpenCall;
import io.groqmeter.text.Dollars;
import java.io.IOException;
import java.util.List;

/** What unsettled calls may add to a total: their number, the most they can cost, and the range in which the true cost lies. */
final class UnsettledJson {

    private UnsettledJson() {}

    static void write(JsonGenerator json, UsageBreakdown found) throws IOException {
        List<OpenCall> calls = found.unsettled();
        calls(json, calls);
        json.writeObjectFieldStart("cost_range_usd");
        json.writeStringField("least", Dollars.digits(found.leastCost()));
        json.writeStringField("most", found.mostCost().map(Dollars::digits).orElse(null));
        json.writeEndObject();
    }

    /** The calls alone. */
    static void calls(JsonGenerator json, List<OpenCall> calls) throws IOException {
        json.writeObjectFieldStart("unsettled");
        json.writeNumberField("calls", calls.size());
        json.writeNumberField("calls_without_bound", OpenCall.unbounded(calls));
        json.writeStringField("worst_case_cost_usd", Dollars.digits(OpenCall.worstCase(calls)));
        json.writeEndObject();
    }
}
