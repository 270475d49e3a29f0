package io.groqmeter.sqlite.call;

import com.fasterxml.jackson.core.JsonToken;
import io.groqmeter.pricing.Charge;
import io.groqmeter.pricing.PricingUnit;
import io.groqmeter.sqlite.column.ColumnJson;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The charges of a call as two texts: the unit prices, which thousands of calls share, as JSON ({@code
 * [["input","m","0.05","MILLION_TOKENS"],…]}), and the quantities in the same order ({@code 120,33}). No charges are null.
 */
public final class ChargeText {

    private ChargeText() {}

    /** A charge without its quantity. */
    public record UnitPrice(String what, String model, BigDecimal price, PricingUnit unit) {

        public static List<UnitPrice> of(List<Charge> charges) {
            List<UnitPrice> prices = new ArrayList<>(charges.size());
            for (Charge charge : charges) {
                prices.add(new UnitPrice(charge.what(), charge.model(), charge.unitPrice(), charge.unit()));
            }
            return prices;
        }
    }

    /** Writes the first text. */
    public static String unitPrices(List<UnitPrice> prices) {
        return ColumnJson.write(json -> {
            json.writeStartArray();
            for (UnitPrice price : prices) {
                json.writeStartArray();
                json.writeString(price.what());
                json.writeString(price.model());
                json.writeString(price.price().toString());
                json.writeString(price.unit().name());
                json.writeEndArray();
            }
            json.writeEndArray();
        });
    }

    /** Writes the second text. */
    static @Nullable String quantities(List<Charge> charges) {
        if (charges.isEmpty()) {
            return null;
        }
        StringJoiner text = new StringJoiner(",");
        for (Charge charge : charges) {
            text.add(Long.toString(charge.quantity()));
        }
        return text.toString();
    }

    static List<Charge> charges(@Nullable String unitPrices, @Nullable String quantities) {
        return unitPrices == null || quantities == null ? List.of() : charges(unitPrices(unitPrices), quantities);
    }

    /** Reads the first text, as charges with quantity 0. */
    public static List<Charge> unitPrices(String text) {
        return ColumnJson.read(text, json -> {
            List<Charge> charges = new ArrayList<>();
            while (json.nextToken() == JsonToken.START_ARRAY) {
                charges.add(new Charge(
                        json.nextTextValue(),
                        json.nextTextValue(),
                        0,
                        new BigDecimal(json.nextTextValue()),
                        PricingUnit.valueOf(json.nextTextValue())));
                json.nextToken();
            }
            return charges;
        });
    }

    /** Charges with these unit prices and the quantities of the second text. */
    static List<Charge> charges(List<Charge> unitPrices, String quantities) {
        String[] quantity = quantities.split(",");
        List<Charge> charges = new ArrayList<>(unitPrices.size());
        for (Charge price : unitPrices) {
            charges.add(new Charge(
                    price.what(),
                    price.model(),
                    Long.parseLong(quantity[charges.size()]),
                    price.unitPrice(),
                    price.unit()));
        }
        return charges;
    }
}
