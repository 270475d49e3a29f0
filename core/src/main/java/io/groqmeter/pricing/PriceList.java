package io.groqmeter.pricing;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Groq's prices over time, with the owner's own prices laid over them. Immutable.
 *
 * <p>Names are matched whole: a model that merely begins like another is another model.
 */
public final class PriceList {

    private static final String SHIPPED = "groq-prices.json";

    private final Map<String, List<ModelPrice>> listed;
    private final Map<String, List<ModelPrice>> own;
    private final Map<String, String> aliases;
    private final ModelPrice fallback;

    private PriceList(
            Map<String, List<ModelPrice>> listed,
            Map<String, List<ModelPrice>> own,
            Map<String, String> aliases,
            ModelPrice fallback) {
        this.listed = listed;
        this.own = own;
        this.aliases = Collections.unmodifiableMap(aliases);
        this.fallback = fallback;
    }

    private static final class Shipped {
        static final PriceList LIST = PriceFile.ofResource(SHIPPED).read(empty());
    }

    /** The list in this jar: every model Groq was seen to sell, with every known price change. */
    public static PriceList shipped() {
        return Shipped.LIST;
    }

    static PriceList empty() {
        return of(List.of(), Map.of(), Map.of());
    }

    /**
     * A list of those rows.
     *
     * @param rows rows whose days do not overlap for one model
     * @param aliases other names, each straight to the id it stands for
     * @param fallback what to charge for a model without a known price
     */
    static PriceList of(List<ModelPrice> rows, Map<String, String> aliases, Map<Measure, BigDecimal> fallback) {
        Map<String, List<ModelPrice>> listed = new LinkedHashMap<>();
        for (ModelPrice row : rows) {
            listed.computeIfAbsent(row.model(), model -> new ArrayList<>()).add(row);
        }
        for (List<ModelPrice> history : listed.values()) {
            history.sort((a, b) -> from(a).compareTo(from(b)));
        }
        return new PriceList(listed, Map.of(), new LinkedHashMap<>(aliases), fallback(fallback));
    }

    private static LocalDate from(ModelPrice row) {
        return row.from() == null ? LocalDate.MIN : row.from();
    }

    private static ModelPrice fallback(Map<Measure, BigDecimal> prices) {
        return new ModelPrice("(fallback)", prices, null, null, null, "Stands in where no price is known.", null);
    }

    /**
     * The price of a model.
     *
     * @param model its id or an alias; null when not told
     * @param at when the call was made
     */
    public ResolvedPrice resolve(@Nullable String model, Instant at) {
        if (model == null) {
            return new ResolvedPrice(fallback, PriceBasis.FALLBACK, null, null);
        }
        String id = aliases.getOrDefault(model, model);
        String alias = id.equals(model) ? null : model;
        ModelPrice mine = inForce(own.getOrDefault(model, List.of()), at);
        if (mine == null) {
            mine = inForce(own.getOrDefault(id, List.of()), at);
        }
        if (mine != null) {
            return resolved(mine, PriceBasis.OVERRIDE, mine.model().equals(model) ? null : alias);
        }
        List<ModelPrice> history = listed.getOrDefault(id, own.getOrDefault(id, List.of()));
        ModelPrice row = inForce(history, at);
        if (row != null) {
            return resolved(row, PriceBasis.LIST, alias);
        }
        row = nearest(history, at);
        if (row != null) {
            return resolved(row, PriceBasis.LAST_KNOWN, alias);
        }
        return new ResolvedPrice(fallback, PriceBasis.FALLBACK, null, null);
    }

    /**
     * The price of a built-in tool. One that is in the list without a price resolves to that row, one that is not to the fallback,
     * which has no price per use.
     *
     * @param tool its name on the wire, e.g. {@code browser.search}
     * @param at when the call was made
     */
    public ResolvedPrice tool(String tool, Instant at) {
        return resolve(ModelPrice.TOOL + tool, at);
    }

    /** The price of a model or of a built-in tool, whichever goes by that name: what somebody who asks for a price means. */
    public ResolvedPrice named(String name, Instant at) {
        ResolvedPrice tool = tool(name, at);
        boolean unknown = tool.basis() == PriceBasis.FALLBACK && tool.note() == null;
        return unknown ? resolve(name, at) : tool;
    }

    /** What stands in for a model without a known price. */
    public ModelPrice fallback() {
        return fallback;
    }

    /** Every row: the owner's first, then the list's; each model's rows together, oldest first. */
    public List<ModelPrice> rows() {
        List<ModelPrice> rows = new ArrayList<>(overrides());
        listed.values().forEach(rows::addAll);
        return List.copyOf(rows);
    }

    /** The owner's rows alone. */
    public List<ModelPrice> overrides() {
        return own.values().stream().flatMap(List::stream).toList();
    }

    /** Other names, each with the id it stands for. */
    public Map<String, String> aliases() {
        return aliases;
    }

    /** Whether the list has a row of that very id. */
    boolean knows(String id) {
        return listed.containsKey(id) || own.containsKey(id);
    }

    /** This list with the rows, aliases and fallback prices of another laid over it as the owner's. */
    public PriceList overriddenBy(PriceList owners) {
        Map<String, List<ModelPrice>> mine = new LinkedHashMap<>(own);
        mine.putAll(owners.listed);
        mine.putAll(owners.own);
        Map<String, String> names = new LinkedHashMap<>(aliases);
        names.putAll(owners.aliases);
        Map<Measure, BigDecimal> standIn = new EnumMap<>(Measure.class);
        standIn.putAll(fallback.prices());
        if (owners.fallback.price(Measure.INPUT).isPresent()) {
            standIn.remove(Measure.CACHED_INPUT);
        }
        standIn.putAll(owners.fallback.prices());
        return new PriceList(listed, mine, names, fallback(standIn));
    }

    /**
     * This list with the owner's own price for one model, at all times.
     *
     * @param model the id or any other name the calls carry
     * @param inputPerMillion dollars per million input tokens
     * @param outputPerMillion dollars per million output tokens
     * @throws IllegalArgumentException when a price cannot be one
     */
    public PriceList withPrice(String model, BigDecimal inputPerMillion, BigDecimal outputPerMillion) {
        ModelPrice price = ModelPrice.tokens(model, inputPerMillion, outputPerMillion);
        return overriddenBy(of(List.of(price), Map.of(), Map.of()));
    }

    private ResolvedPrice resolved(ModelPrice row, PriceBasis basis, @Nullable String alias) {
        if (!row.priced() && !row.tool()) {
            return new ResolvedPrice(fallback, PriceBasis.FALLBACK, alias, row.note());
        }
        return new ResolvedPrice(row, row.free() ? PriceBasis.FREE : basis, alias, null);
    }

    private static @Nullable ModelPrice inForce(List<ModelPrice> history, Instant at) {
        for (ModelPrice row : history) {
            if (row.inForce(at)) {
                return row;
            }
        }
        return null;
    }

    /** The last row that had begun by then, else the first. */
    private static @Nullable ModelPrice nearest(List<ModelPrice> history, Instant at) {
        LocalDate day = at.atOffset(ZoneOffset.UTC).toLocalDate();
        ModelPrice nearest = null;
        for (ModelPrice row : history) {
            if (nearest == null || !row.before(day)) {
                nearest = row;
            }
        }
        return nearest;
    }
}
