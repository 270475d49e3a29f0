package io.groqmeter.pricing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the text of one price file, once, and refuses it with line and reason when any of it cannot be used. */
final class PriceFileReader {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Set<String> TEXTS = Set.of("model", "from", "until", "status", "note", "source");

    private final String file;
    private final String text;
    private final List<Placed<ModelPrice>> rows = new ArrayList<>();
    private final Map<String, Placed<String>> aliases = new LinkedHashMap<>();
    private Map<Measure, BigDecimal> fallback = Map.of();

    /** Something and where it stands in the file. */
    private record Placed<T>(T value, JsonLocation place) {}

    PriceFileReader(String file, String text) {
        this.file = file;
        this.text = text;
    }

    PriceList read(PriceList base) {
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() == null) {
                throw refused(json, "the file is empty. Write {} for no prices of your own, or remove the file.");
            }
            document(json);
            if (json.nextToken() != null) {
                throw refused(json, "there is more after the end of the list. Remove it, or join it into one {…}.");
            }
        } catch (JsonProcessingException e) {
            throw refused(e.getLocation(), syntax(e));
        } catch (IOException e) {
            throw new IllegalStateException("text in memory could not be read", e);
        }
        List<ModelPrice> prices = new ArrayList<>();
        for (Placed<ModelPrice> row : rows) {
            refuseOverlaps(row, rows.subList(0, prices.size()));
            prices.add(row.value());
        }
        return PriceList.of(prices, straightAliases(base), fallback);
    }

    private void document(JsonParser json) throws IOException {
        expect(json, JsonToken.START_OBJECT, "a price file is one {…}");
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonLocation place = json.currentTokenLocation();
            json.nextToken();
            switch (name) {
                case "prices" -> rowArray(json);
                case "aliases" -> aliasObject(json);
                case "fallback" -> {
                    Fields fields = fields(json, Set.of("note"));
                    fallback = row(place, "(fallback)", fields).prices();
                }
                case "note" -> text(json, name);
                default -> plainRow(json, name, place);
            }
        }
    }

    private void rowArray(JsonParser json) throws IOException {
        expect(json, JsonToken.START_ARRAY, "prices is a list [{…}, …]");
        while (json.nextToken() != JsonToken.END_ARRAY) {
            JsonLocation place = json.currentTokenLocation();
            Fields fields = fields(json, TEXTS);
            String model = fields.texts().get("model");
            if (model == null) {
                throw refused(place, "this price has no \"model\". Name the model it is for.");
            }
            rows.add(new Placed<>(row(place, model, fields), place));
        }
    }

    /** The short form: {@code "model": {"input": …, "output": …}} at the top of the file. */
    private void plainRow(JsonParser json, String model, JsonLocation place) throws IOException {
        expect(
                json,
                JsonToken.START_OBJECT,
                "\"" + model + "\" is neither prices, aliases, fallback or note, nor a model with its prices {…}");
        rows.add(new Placed<>(row(place, model, fields(json, TEXTS)), place));
    }

    private ModelPrice row(JsonLocation place, String model, Fields fields) {
        Map<String, String> texts = fields.texts();
        try {
            ModelPrice row = new ModelPrice(
                    model,
                    fields.prices(),
                    fields.from(),
                    fields.until(),
                    texts.get("status"),
                    texts.get("note"),
                    texts.get("source"));
            if (!row.priced() && row.note() == null) {
                throw refused(
                        place,
                        "\"" + model + "\" has no price. Give it one (input and output, per 1M tokens), or a note why"
                                + " none is known.");
            }
            return row;
        } catch (IllegalArgumentException e) {
            throw refused(place, "\"" + model + "\": " + e.getMessage());
        }
    }

    /** The fields of one price, read but not yet judged against each other. */
    private record Fields(
            Map<Measure, BigDecimal> prices,
            Map<String, String> texts,
            @Nullable LocalDate from,
            @Nullable LocalDate until) {}

    private Fields fields(JsonParser json, Set<String> allowed) throws IOException {
        expect(json, JsonToken.START_OBJECT, "a price is {\"model\": …, \"input\": …, \"output\": …}");
        Map<Measure, BigDecimal> prices = new EnumMap<>(Measure.class);
        Map<String, String> texts = new LinkedHashMap<>();
        LocalDate from = null;
        LocalDate until = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            Optional<Measure> measure = Measure.ofField(name);
            if (measure.isEmpty() && !allowed.contains(name)) {
                throw refused(json, "unknown field \"" + name + "\". A price has: " + known(allowed) + ".");
            }
            if (json.nextToken() == JsonToken.VALUE_NULL) {
                continue;
            }
            if (measure.isPresent()) {
                prices.put(measure.get(), price(json, measure.get()));
            } else if (name.equals("from")) {
                from = day(json, name);
            } else if (name.equals("until")) {
                until = day(json, name);
            } else {
                texts.put(name, text(json, name));
            }
        }
        return new Fields(prices, texts, from, until);
    }

    private BigDecimal price(JsonParser json, Measure measure) throws IOException {
        if (!json.currentToken().isScalarValue() || json.currentToken().isBoolean()) {
            throw refused(json, measure.field() + " is a number, e.g. 0.59");
        }
        try {
            return measure.checked(new BigDecimal(json.getText()));
        } catch (NumberFormatException e) {
            throw refused(
                    json, measure.field() + " is not a decimal number: \"" + json.getText() + "\". Write e.g. 0.59.");
        } catch (IllegalArgumentException e) {
            throw refused(json, String.valueOf(e.getMessage()));
        }
    }

    private LocalDate day(JsonParser json, String name) throws IOException {
        String day = text(json, name);
        try {
            return LocalDate.parse(day);
        } catch (DateTimeException e) {
            throw refused(json, name + " is not a day: \"" + day + "\". Write YYYY-MM-DD, e.g. 2026-11-01.");
        }
    }

    private String text(JsonParser json, String name) throws IOException {
        expect(json, JsonToken.VALUE_STRING, name + " is a text in quotes");
        return json.getText();
    }

    private void aliasObject(JsonParser json) throws IOException {
        expect(json, JsonToken.START_OBJECT, "aliases is {\"name\": \"model id\", …}");
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonLocation place = json.currentTokenLocation();
            json.nextToken();
            aliases.put(name, new Placed<>(text(json, name), place));
        }
    }

    private void refuseOverlaps(Placed<ModelPrice> row, List<Placed<ModelPrice>> earlier) {
        for (Placed<ModelPrice> other : earlier) {
            if (other.value().model().equals(row.value().model())
                    && other.value().overlaps(row.value())) {
                throw refused(
                        row.place(),
                        "\"" + row.value().model() + "\" has another price for some of these days in line "
                                + other.place().getLineNr() + ". Let one end (until) before the other begins (from).");
            }
        }
    }

    /** Every alias with the id at the end of its chain. */
    private Map<String, String> straightAliases(PriceList base) {
        Map<String, String> straight = new LinkedHashMap<>();
        aliases.forEach((name, target) -> {
            if (knows(name, base)) {
                throw refused(
                        target.place(),
                        "\"" + name + "\" is a model of the list and cannot be an alias too."
                                + " Give it a price of its own instead.");
            }
            String id = target.value();
            for (int steps = 0; aliases.containsKey(id); steps++) {
                if (steps > aliases.size()) {
                    throw refused(target.place(), "the alias \"" + name + "\" leads round in a circle.");
                }
                id = aliases.get(id).value();
            }
            id = base.aliases().getOrDefault(id, id);
            if (!knows(id, base)) {
                throw refused(
                        target.place(),
                        "the alias \"" + name + "\" leads to \"" + id
                                + "\", which has no price here or in the shipped list.");
            }
            straight.put(name, id);
        });
        return straight;
    }

    private boolean knows(String id, PriceList base) {
        return base.knows(id)
                || rows.stream().anyMatch(row -> row.value().model().equals(id));
    }

    private static String known(Set<String> texts) {
        List<String> names = new ArrayList<>();
        for (Measure measure : Measure.values()) {
            names.add(measure.field());
        }
        texts.stream().sorted().forEach(names::add);
        return String.join(", ", names);
    }

    private void expect(JsonParser json, JsonToken token, String form) {
        if (json.currentToken() != token) {
            throw refused(json, form);
        }
    }

    /** The parser's own words in one line, without its trace of where they come from. */
    private static String syntax(JsonProcessingException e) {
        return "this is not JSON: " + e.getOriginalMessage().replaceAll("\\s+", " ")
                + ". The file may be cut off or half saved.";
    }

    private PriceFileException refused(JsonParser json, String reason) {
        return refused(json.currentTokenLocation(), reason);
    }

    private PriceFileException refused(@Nullable JsonLocation place, String reason) {
        int line = place == null ? 1 : place.getLineNr();
        int column = place == null ? 1 : place.getColumnNr();
        return new PriceFileException(file, line, column, reason);
    }
}
