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
 * A call's charges in two texts: the unit prices, which thousands of calls share, as JSON ({@code
 * [["input","m","0.05","MILLION_TOKENS"],…]}), and the call's own quantities in the same order ({@code 120,33}). No charges are
 * null.
 */
public final class ChargeText {

    private ChargeText() {}

    /** What a charge's quantity was priced at: all of it but the quantity. */
    public record UnitPrice(String what, String model, BigDecimal price, PricingUnit unit) {

        public static List<UnitPrice> of(List<Charge> charges) {
            List<UnitPrice> prices = new ArrayList<>(charges.size());
            for (Charge charge : charges) {
                prices.add(new UnitPrice(charge.what(), charge.model(), charge.unitPrice(), charge.unit()));
            }
            return prices;
        }
    }

    /** The first text. */
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

    /** The second text. */
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

    /** The unit prices of a text, as charges for nothing. */
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

    /** The charges at these unit prices for a call's quantities. */
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
