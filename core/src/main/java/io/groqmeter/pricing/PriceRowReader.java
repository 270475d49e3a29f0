package io.groqmeter.pricing;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonToken;
import io.groqmeter.text.PlainDecimal;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one row of a price file. */
final class PriceRowReader {

    private static final String FORM = "a price is {\"model\": …, \"input\": …, \"output\": …}";
    private static final Set<String> TEXTS = Set.of("model", "from", "until", "status", "note", "source");

    private final PriceTokens tokens;
    private final JsonLocation place;
    private final Map<Measure, BigDecimal> prices = new EnumMap<>(Measure.class);
    private final Map<String, String> texts = new HashMap<>();
    private @Nullable LocalDate from;
    private @Nullable LocalDate until;

    /** Reads the object at the current token. */
    PriceRowReader(PriceTokens tokens) {
        this.tokens = tokens;
        this.place = tokens.place();
        tokens.object(FORM, this::field);
    }

    private void field(String name) {
        Optional<Measure> measure = Measure.ofField(name);
        if (measure.isEmpty() && !TEXTS.contains(name)) {
            throw tokens.refused("unknown field \"" + name + "\". A price has: " + fields() + ".");
        }
        if (tokens.next() == JsonToken.VALUE_NULL) {
            return;
        }
        if (measure.isPresent()) {
            prices.put(measure.get(), price(measure.get()));
            return;
        }
        String text = tokens.quoted(name);
        texts.put(name, text);
        if (name.equals("from")) {
            from = tokens.day(name);
        } else if (name.equals("until")) {
            until = tokens.day(name);
        }
    }

    private BigDecimal price(Measure measure) {
        String digits = tokens.digits(measure.field());
        try {
            return measure.checked(PlainDecimal.read(digits));
        } catch (NumberFormatException e) {
            throw tokens.refused(measure.field() + " is not a decimal number: \"" + PlainDecimal.quoted(digits)
                    + "\". Write e.g. 0.59.");
        } catch (IllegalArgumentException e) {
            throw tokens.refused(String.valueOf(e.getMessage()));
        }
    }

    /** The row, for the model it names itself. */
    ModelPrice row() {
        String model = texts.get("model");
        if (model == null) {
            throw tokens.refused(place, "this price has no \"model\". Name the model it is for.");
        }
        return row(model);
    }

    /** The row of the model it is listed under. */
    ModelPrice row(String model) {
        if (!texts.getOrDefault("model", model).equals(model)) {
            throw tokens.refused(place, "the price of \"" + model + "\" names another model. Take \"model\" out.");
        }
        ModelPrice row;
        try {
            row = new ModelPrice(
                    model, prices, from, until, texts.get("status"), texts.get("note"), texts.get("source"));
        } catch (IllegalArgumentException e) {
            throw tokens.refused(place, "\"" + model + "\": " + e.getMessage() + ".");
        }
        if (!row.priced() && row.note() == null) {
            throw tokens.refused(
                    place,
                    "\"" + model
                            + "\" has no price. Give it input and output per 1M tokens, or a note why none is known.");
        }
        return row;
    }

    private static String fields() {
        List<String> names = new ArrayList<>();
        for (Measure measure : Measure.values()) {
            names.add(measure.field());
        }
        TEXTS.stream().sorted().forEach(names::add);
        return String.join(", ", names);
    }
}
