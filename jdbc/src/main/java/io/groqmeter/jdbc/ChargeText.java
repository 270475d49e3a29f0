package io.groqmeter.jdbc;

import com.fasterxml.jackson.core.JsonToken;
import io.groqmeter.pricing.Charge;
import io.groqmeter.pricing.PricingUnit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A call's charges in two texts: the unit prices, which thousands of calls share, as JSON ({@code
 * [["input","m","0.05","MILLION_TOKENS"],…]}), and the call's own quantities in the same order ({@code 120,33}). No charges are
 * null.
 */
final class ChargeText {

    private ChargeText() {}

    static @Nullable String unitPrices(List<Charge> charges) {
        if (charges.isEmpty()) {
            return null;
        }
        return JsonText.write(json -> {
            json.writeStartArray();
            for (Charge charge : charges) {
                json.writeStartArray();
                json.writeString(charge.what());
                json.writeString(charge.model());
                json.writeString(charge.unitPrice().toString());
                json.writeString(charge.unit().name());
                json.writeEndArray();
            }
            json.writeEndArray();
        });
    }

    static @Nullable String quantities(List<Charge> charges) {
        if (charges.isEmpty()) {
            return null;
        }
        return charges.stream().map(charge -> Long.toString(charge.quantity())).collect(Collectors.joining(","));
    }

    static List<Charge> charges(@Nullable String unitPrices, @Nullable String quantities) {
        if (unitPrices == null || quantities == null) {
            return List.of();
        }
        String[] quantity = quantities.split(",");
        return JsonText.read(unitPrices, json -> {
            List<Charge> charges = new ArrayList<>(quantity.length);
            while (json.nextToken() == JsonToken.START_ARRAY) {
                charges.add(new Charge(
                        json.nextTextValue(),
                        json.nextTextValue(),
                        Long.parseLong(quantity[charges.size()]),
                        new BigDecimal(json.nextTextValue()),
                        PricingUnit.valueOf(json.nextTextValue())));
                json.nextToken();
            }
            return charges;
        });
    }
}
