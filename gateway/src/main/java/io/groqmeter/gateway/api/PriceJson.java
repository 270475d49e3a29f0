package io.groqmeter.gateway.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.groqmeter.pricing.Measure;
import io.groqmeter.pricing.ModelPrice;
import io.groqmeter.report.Dollars;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A price row as JSON fields: the measures it prices, under their names in {@code prices.json}, and its dates. */
final class PriceJson {

    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);

    private PriceJson() {}

    static void fields(JsonGenerator json, ModelPrice row) throws IOException {
        json.writeStringField("model", row.model());
        for (Measure measure : Measure.values()) {
            if (row.price(measure).isPresent()) {
                json.writeStringField(
                        measure.field(), Dollars.digits(row.price(measure).get()));
            }
        }
        json.writeStringField("from", date(row.from()));
        json.writeStringField("until", date(row.until()));
        json.writeStringField("status", row.status());
        json.writeStringField("note", row.note());
        json.writeStringField("source", row.source());
    }

    /** What 1,000 tokens in and 1,000 out cost; null where tokens have no price. */
    static void thousands(JsonGenerator json, ModelPrice row) throws IOException {
        json.writeStringField("cost_of_1000_input_tokens_usd", thousand(row, Measure.INPUT));
        json.writeStringField("cost_of_1000_output_tokens_usd", thousand(row, Measure.OUTPUT));
    }

    private static @Nullable String thousand(ModelPrice row, Measure measure) {
        return row.price(measure)
                .map(price -> Dollars.digits(measure.unit().amount(THOUSAND, price)))
                .orElse(null);
    }

    private static @Nullable String date(@Nullable LocalDate date) {
        return date == null ? null : date.toString();
    }
}
