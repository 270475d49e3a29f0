package io.groqmeter.gateway.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.groqmeter.report.Comparison;
import io.groqmeter.text.PlainDecimal;
import java.io.IOException;

/** The comparison with an earlier window, as the fields {@code previous} and {@code change}. */
final class ComparisonJson {

    private ComparisonJson() {}

    static void write(JsonGenerator json, Comparison comparison) throws IOException {
        json.writeObjectFieldStart("previous");
        json.writeStringField("from", comparison.window().start().toString());
        json.writeStringField("to", comparison.window().end().toString());
        json.writeObjectFieldStart("sums");
        SumsJson.fields(json, comparison.before());
        json.writeEndObject();
        json.writeEndObject();
        json.writeObjectFieldStart("change");
        json.writeNumberField("calls", comparison.callsChange());
        json.writeStringField("cost_usd", PlainDecimal.of(comparison.costChange()));
        json.writeStringField(
                "cost_percent", comparison.costPercent().map(PlainDecimal::of).orElse(null));
        json.writeEndObject();
    }
}
