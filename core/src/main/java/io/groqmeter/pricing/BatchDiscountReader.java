package io.groqmeter.pricing;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonToken;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one batch discount of a price file. */
final class BatchDiscountReader {

    private static final String FORM = "a batch discount is {\"models\": [\"…\"], \"percent_off\": 50}";

    private final PriceTokens tokens;
    private final JsonLocation place;
    private final Set<String> models = new LinkedHashSet<>();
    private @Nullable BigDecimal percentOff;
    private @Nullable LocalDate from;
    private @Nullable LocalDate until;
    private @Nullable String note;
    private @Nullable String source;

    /** Reads the object at the current token. */
    BatchDiscountReader(PriceTokens tokens) {
        this.tokens = tokens;
        this.place = tokens.place();
        tokens.object(FORM, this::field);
    }

    private void field(String name) {
        JsonLocation field = tokens.place();
        JsonToken value = tokens.next();
        if (value == JsonToken.VALUE_NULL) {
            return;
        }
        switch (name) {
            case "models" -> models(field);
            case "percent_off" -> percentOff = percent();
            case "from" -> from = tokens.day(name);
            case "until" -> until = tokens.day(name);
            case "note" -> note = tokens.quoted(name);
            case "source" -> source = tokens.quoted(name);
            default ->
                throw tokens.refused(
                        field,
                        "unknown field \"" + name
                                + "\". A batch discount has: models, percent_off, from, until, note, source.");
        }
    }

    private void models(JsonLocation field) {
        tokens.array("models is a list [\"openai/gpt-oss-20b\", …]", () -> models.add(tokens.quoted("models")));
        if (models.isEmpty()) {
            throw tokens.refused(field, "models is empty. Name the models, or leave it out for every model.");
        }
    }

    private BigDecimal percent() {
        String digits = tokens.digits("percent_off");
        try {
            return new BigDecimal(digits);
        } catch (NumberFormatException e) {
            throw tokens.refused("percent_off is not a decimal number: \"" + digits + "\". Write e.g. 50.");
        }
    }

    BatchDiscount discount() {
        if (percentOff == null) {
            throw tokens.refused(
                    place, "this batch discount has no \"percent_off\". Write e.g. 50 for half the price.");
        }
        try {
            return new BatchDiscount(models, percentOff, from, until, note, source);
        } catch (IllegalArgumentException e) {
            throw tokens.refused(place, e.getMessage() + ".");
        }
    }
}
