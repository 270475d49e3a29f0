package io.groqmeter.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.groqmeter.pricing.Measure;
import io.groqmeter.pricing.ModelPrice;
import io.groqmeter.pricing.ResolvedPrice;
import io.groqmeter.report.Dollars;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prices as JSON; money as decimal strings. */
final class PriceJson {

    private PriceJson() {}

    static String list(List<ModelPrice> rows) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("data");
            for (ModelPrice row : rows) {
                json.writeStartObject();
                row(json, row);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** The row a name leads to, why, and the cost of 1,000 tokens in and 1,000 out. */
    static String one(String asked, ResolvedPrice price, Instant at) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeStringField("asked", asked);
            json.writeStringField("at", at.toString());
            json.writeStringField("basis", price.basis().label());
            text(json, "alias", price.alias());
            row(json, price.price());
            thousand(json, "cost_of_1000_input_tokens_usd", price.price(), Measure.INPUT);
            thousand(json, "cost_of_1000_output_tokens_usd", price.price(), Measure.OUTPUT);
            json.writeEndObject();
        });
    }

    private static void row(JsonGenerator json, ModelPrice row) throws IOException {
        json.writeStringField("model", row.model());
        for (Measure measure : Measure.values()) {
            if (row.price(measure).isPresent()) {
                json.writeStringField(
                        measure.field(), Dollars.digits(row.price(measure).get()));
            }
        }
        text(json, "from", row.from() == null ? null : row.from().toString());
        text(json, "until", row.until() == null ? null : row.until().toString());
        text(json, "status", row.status());
        text(json, "note", row.note());
        text(json, "source", row.source());
    }

    private static void thousand(JsonGenerator json, String name, ModelPrice row, Measure measure) throws IOException {
        if (row.price(measure).isPresent()) {
            BigDecimal cost = measure.unit()
                    .amount(BigDecimal.valueOf(1_000), row.price(measure).get());
            json.writeStringField(name, Dollars.digits(cost));
        }
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeStringField(name, value);
        }
    }
}
