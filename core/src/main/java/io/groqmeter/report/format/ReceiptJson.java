package io.groqmeter.report.format;

import com.fasterxml.jackson.core.JsonGenerator;
import io.groqmeter.pricing.Charge;
import io.groqmeter.pricing.ModelPrice;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.pricing.RatedUsage;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.codec.UsageRecordJson;
import io.groqmeter.text.Dollars;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A record as a receipt: all of {@link UsageRecordJson}, the sum of its charges, and the rows of the price list they were made by, as far as
 * the list still has them. What was charged stands in the charges; the rows only say where that came from.
 */
public final class ReceiptJson {

    private ReceiptJson() {}

    /** Writes the receipt as one object. */
    public static void write(JsonGenerator json, UsageRecord record, PriceList list) throws IOException {
        RatedUsage rated = record.rated();
        json.writeStartObject();
        UsageRecordJson.writeFields(json, record);
        json.writeStringField(
                "charges_sum_usd",
                Dollars.digits(rated.charges().stream().map(Charge::amount).reduce(BigDecimal.ZERO, BigDecimal::add)));
        json.writeArrayFieldStart("price_rows");
        for (ModelPrice row : rows(rated, record.startedAt(), list).values()) {
            json.writeStartObject();
            PriceJson.fields(json, row);
            json.writeBooleanField("own", list.overrides().contains(row));
            json.writeBooleanField(
                    "as_charged",
                    rated.charges().stream().allMatch(charge -> agrees(charge, row, record.startedAt(), list)));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** The row of each model that was charged, on the day of the call, in the order of the charges. */
    private static Map<String, ModelPrice> rows(RatedUsage rated, Instant at, PriceList list) {
        Map<String, ModelPrice> rows = new LinkedHashMap<>();
        for (Charge charge : rated.charges()) {
            ModelPrice row = list.charged(charge.model(), at);
            if (row.model().equals(charge.model())) {
                rows.put(row.model(), row);
            }
        }
        return rows;
    }

    /** Whether a charge is at one of the row's prices, or at what a batch leaves of one; true for another model's. */
    private static boolean agrees(Charge charge, ModelPrice row, Instant at, PriceList list) {
        return !charge.model().equals(row.model())
                || row.prices().values().stream()
                        .flatMap(price -> Stream.concat(
                                Stream.of(price),
                                list.batchDiscount(row.model(), at).map(batch -> batch.off(price)).stream()))
                        .anyMatch(price -> price.compareTo(charge.unitPrice()) == 0);
    }
}
