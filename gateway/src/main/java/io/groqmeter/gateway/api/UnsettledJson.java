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
        long unbounded =
                calls.stream().filter(call -> call.worstCaseCost().isEmpty()).count();
        BigDecimal worst = OpenCall.worstCase(calls);
        BigDecimal least = found.total().cost();
        json.writeObjectFieldStart("unsettled");
        json.writeNumberField("calls", calls.size());
        json.writeNumberField("calls_without_bound", unbounded);
        json.writeStringField("worst_case_cost_usd", Dollars.digits(worst));
        json.writeEndObject();
        json.writeObjectFieldStart("cost_range_usd");
        json.writeStringField("least", Dollars.digits(least));
        json.writeStringField("most", unbounded > 0 ? null : Dollars.digits(least.add(worst)));
        json.writeEndObject();
    }
}
