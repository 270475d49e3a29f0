package io.groqmeter.pricing;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonToken;
import io.groqmeter.pricing.PriceTokens.Placed;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the text of one price file, once, and refuses it with line and reason when any of it cannot be used. */
final class PriceFileReader {

    private final PriceTokens tokens;
    private final PriceList base;
    private final Map<String, List<Placed<ModelPrice>>> rows = new LinkedHashMap<>();
    private final Map<String, Placed<String>> aliases = new LinkedHashMap<>();
    private final List<Placed<BatchDiscount>> batches = new ArrayList<>();
    private Map<Measure, BigDecimal> fallback = Map.of();

    /**
     * @param file what messages call it
     * @param text its whole text
     * @param base the list it extends, whose models its aliases may name
     */
    PriceFileReader(String file, String text, PriceList base) {
        this.tokens = new PriceTokens(file, text);
        this.base = base;
    }

    PriceList read() {
        if (tokens.next() == null) {
            throw tokens.refused("the file is empty. Write {} for no prices of your own, or remove the file.");
        }
        tokens.object("a price file is one {…}", this::section);
        if (tokens.next() != null) {
            throw tokens.refused("there is more after the end of the list. Remove it, or join it into one {…}.");
        }
        List<ModelPrice> prices =
                rows.values().stream().flatMap(List::stream).map(Placed::value).toList();
        Map<String, String> names = straightAliases();
        return PriceList.of(prices, names, discounts(names), fallback);
    }

    private void section(String name) {
        JsonLocation place = tokens.place();
        JsonToken value = tokens.next();
        switch (name) {
            case "prices" -> tokens.array("prices is a list [{…}, …]", this::row);
            case "aliases" -> tokens.object("aliases is {\"name\": \"model id\", …}", this::alias);
            case "batch" -> tokens.array("batch is a list [{…}, …]", this::batch);
            case "fallback" ->
                fallback = new PriceRowReader(tokens).row("fallback").prices();
            default -> {
                if (value == JsonToken.START_OBJECT) {
                    // The first tool's short form: "model": {"input": …, "output": …}.
                    add(new PriceRowReader(tokens).row(name), place);
                } else if (name.equals("note")) {
                    tokens.quoted(name);
                } else {
                    throw tokens.refused(
                            place,
                            "\"" + name + "\" is neither prices, aliases, batch, fallback or note, nor a"
                                    + " model with its prices {…}.");
                }
            }
        }
    }

    private void row() {
        JsonLocation place = tokens.place();
        add(new PriceRowReader(tokens).row(), place);
    }

    private void add(ModelPrice row, JsonLocation place) {
        List<Placed<ModelPrice>> history = rows.computeIfAbsent(row.model(), model -> new ArrayList<>());
        for (Placed<ModelPrice> other : history) {
            if (other.value().overlaps(row)) {
                throw tokens.refused(
                        place,
                        "\"" + row.model() + "\" has another price for the same days in line "
                                + other.place().getLineNr()
                                + ". Keep one, or let one end (until) where the other begins (from).");
            }
        }
        history.add(new Placed<>(row, place));
    }

    private void batch() {
        JsonLocation place = tokens.place();
        BatchDiscount discount = new BatchDiscountReader(tokens).discount();
        for (Placed<BatchDiscount> other : batches) {
            if (other.value().contradicts(discount)) {
                throw tokens.refused(
                        place,
                        "this batch discount and the one in line "
                                + other.place().getLineNr()
                                + " are for the same model and days. Keep one, or let one end (until) where the other"
                                + " begins (from).");
            }
        }
        batches.add(new Placed<>(discount, place));
    }

    /** The discounts by the ids of their models, which charges go by; names of the owner's own stay beside them. */
    private List<BatchDiscount> discounts(Map<String, String> names) {
        List<BatchDiscount> discounts = new ArrayList<>();
        for (Placed<BatchDiscount> batch : batches) {
            Set<String> models = new HashSet<>(batch.value().models());
            for (String name : batch.value().models()) {
                String id = names.getOrDefault(name, base.aliases().getOrDefault(name, name));
                if (!knows(id)) {
                    throw tokens.refused(
                            batch.place(),
                            "this batch discount is for \"" + name
                                    + "\", which has no price here or in the shipped list.");
                }
                models.add(id);
            }
            discounts.add(batch.value().of(models));
        }
        return discounts;
    }

    private void alias(String name) {
        JsonLocation place = tokens.place();
        tokens.next();
        aliases.put(name, new Placed<>(tokens.quoted(name), place));
    }

    /** Every alias with the id at the end of its chain. */
    private Map<String, String> straightAliases() {
        Map<String, String> straight = new LinkedHashMap<>();
        aliases.forEach((name, target) -> straight.put(name, end(name, target)));
        return straight;
    }

    private String end(String name, Placed<String> target) {
        if (knows(name)) {
            throw tokens.refused(
                    target.place(),
                    "\"" + name + "\" is itself a model of the list. Give it a price of its own instead of an alias.");
        }
        String id = target.value();
        for (int steps = 0; aliases.containsKey(id); steps++) {
            if (steps > aliases.size()) {
                throw tokens.refused(target.place(), "the alias \"" + name + "\" leads round in a circle.");
            }
            id = aliases.get(id).value();
        }
        id = base.aliases().getOrDefault(id, id);
        if (!knows(id)) {
            throw tokens.refused(
                    target.place(),
                    "the alias \"" + name + "\" leads to \"" + id
                            + "\", which has no price here or in the shipped list.");
        }
        return id;
    }

    private boolean knows(String id) {
        return rows.containsKey(id) || base.knows(id);
    }
}
