package io.groqmeter.gateway.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.groqmeter.report.Dollars;
import io.groqmeter.report.UsageBreakdown;
import io.groqmeter.store.OpenCall;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;

/** What unsettled calls may add to a total: their number, the most they can cost, and the range in which the true cost lies. */
final class UnsettledJson {

    private UnsettledJson() {}

    static void write(JsonGenerator json, UsageBreakdown found) throws IOException {
        List<OpenCall> calls = found.unsettled();
        BigDecimal worst = OpenCall.worstCase(calls);
        BigDecimal least = found.total().cost();
        calls(json, calls);
        json.writeObjectFieldStart("cost_range_usd");
        json.writeStringField("least", Dollars.digits(least));
        json.writeStringField("most", unbounded(calls) > 0 ? null : Dollars.digits(least.add(worst)));
        json.writeEndObject();
    }

    /** The calls alone. */
    static void calls(JsonGenerator json, List<OpenCall> calls) throws IOException {
        json.writeObjectFieldStart("unsettled");
        json.writeNumberField("calls", calls.size());
        json.writeNumberField("calls_without_bound", unbounded(calls));
        json.writeStringField("worst_case_cost_usd", Dollars.digits(OpenCall.worstCase(calls)));
        json.writeEndObject();
    }

    private static long unbounded(List<OpenCall> calls) {
        return calls.stream().filter(call -> call.worstCaseCost().isEmpty()).count();
    }
}
