package io.groqmeter.report.format;

import com.fasterxml.jackson.core.JsonGenerator;
import io.groqmeter.pricing.BatchDiscount;
import io.groqmeter.pricing.Measure;
import io.groqmeter.pricing.ModelPrice;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.pricing.ResolvedPrice;
import io.groqmeter.text.Dollars;
import io.groqmeter.usage.ModelLimits;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Prices as JSON: the measures a row prices, under their names in {@code prices.json}, and its dates. Money is a string. */
public final class PriceJson {

    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);

    private PriceJson() {}

    /** Writes a row as one object. */
    public static void write(JsonGenerator json, ModelPrice row) throws IOException {
        json.writeStartObject();
        fields(json, row);
        json.writeEndObject();
    }

    /**
     * Writes the row a name resolves to as one object: why that one, what 1,000 tokens in and 1,000 out cost (null if tokens have no
     * price), and the batch discount (null if there is none).
     */
    public static void write(JsonGenerator json, String asked, ResolvedPrice price, PriceList list, Instant at)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("asked", asked);
        json.writeStringField("at", at.toString());
        json.writeStringField("basis", price.basis().label());
        json.writeStringField("alias", price.alias());
        json.writeStringField("remark", price.note());
        fields(json, price.price());
        json.writeStringField("cost_of_1000_input_tokens_usd", thousand(price.price(), Measure.INPUT));
        json.writeStringField("cost_of_1000_output_tokens_usd", thousand(price.price(), Measure.OUTPUT));
        json.writeStringField(
                "batch_percent_off",
                list.batchDiscount(price.price().model(), at)
                        .map(batch -> Dollars.digits(batch.percentOff()))
                        .orElse(null));
        json.writeEndObject();
    }

    /** Writes a batch discount as one object. */
    public static void write(JsonGenerator json, BatchDiscount batch) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("models");
        for (String model : new TreeSet<>(batch.models())) {
            json.writeString(model);
        }
        json.writeEndArray();
        json.writeStringField("percent_off", Dollars.digits(batch.percentOff()));
        json.writeStringField("from", date(batch.from()));
        json.writeStringField("until", date(batch.until()));
        json.writeStringField("note", batch.note());
        json.writeStringField("source", batch.source());
        json.writeEndObject();
    }

    /** Writes a row's fields into an open object. */
    public static void fields(JsonGenerator json, ModelPrice row) throws IOException {
        json.writeStringField("model", row.model());
        for (Measure measure : Measure.values()) {
            if (row.price(measure).isPresent()) {
                json.writeStringField(
                        measure.field(), Dollars.digits(row.price(measure).get()));
            }
        }
        if (row.price(Measure.OUTPUT).isPresent()) {
            ModelLimits limits = ModelLimits.documented();
            boolean known = limits.knows(row.model());
            limit(json, "context_window", known, limits.contextWindow(row.model()));
            limit(json, "max_output_tokens", known, limits.output(row.model()));
        }
        json.writeStringField("from", date(row.from()));
        json.writeStringField("until", date(row.until()));
        json.writeStringField("status", row.status());
        json.writeStringField("note", row.note());
        json.writeStringField("source", row.source());
    }

    private static void limit(JsonGenerator json, String name, boolean known, long tokens) throws IOException {
        if (known) {
            json.writeNumberField(name, tokens);
        } else {
            json.writeNullField(name);
        }
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
