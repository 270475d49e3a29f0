package io.groqmeter.pricing;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Groq's prices over time, overridden by the owner's. Immutable.
 *
 * <p>Names are matched whole: a model that merely begins like another is another model.
 */
public final class PriceList {

    private static final String SHIPPED = "groq-prices.json";

    private final Map<String, List<ModelPrice>> listed;
    private final Map<String, List<ModelPrice>> own;
    private final Map<String, String> aliases;
    private final BatchDiscounts batches;
    private final FallbackPrice fallback;

    private PriceList(
            Map<String, List<ModelPrice>> listed,
            Map<String, List<ModelPrice>> own,
            Map<String, String> aliases,
            BatchDiscounts batches,
            FallbackPrice fallback) {
        this.listed = listed;
        this.own = own;
        this.aliases = Collections.unmodifiableMap(aliases);
        this.batches = batches;
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
        return of(List.of(), Map.of(), List.of(), Map.of());
    }

    /**
     * A list of those rows.
     *
     * @param rows rows whose days do not overlap for one model
     * @param aliases other names, each mapped to an id
     * @param batches what a batch takes off, without contradictions
     * @param fallback what to charge for a model without a known price
     */
    static PriceList of(
            List<ModelPrice> rows,
            Map<String, String> aliases,
            List<BatchDiscount> batches,
            Map<Measure, BigDecimal> fallback) {
        Map<String, List<ModelPrice>> listed = new LinkedHashMap<>();
        for (ModelPrice row : rows) {
            listed.computeIfAbsent(row.model(), model -> new ArrayList<>()).add(row);
        }
        for (List<ModelPrice> history : listed.values()) {
            history.sort((a, b) -> from(a).compareTo(from(b)));
        }
        return new PriceList(
                listed,
                Map.of(),
                new LinkedHashMap<>(aliases),
                BatchDiscounts.listed(batches),
                FallbackPrice.of(fallback));
    }

    private static LocalDate from(ModelPrice row) {
        return row.from() == null ? LocalDate.MIN : row.from();
    }

    /**
     * The price of a model.
     *
     * @param model its id or an alias; null when unknown
     * @param at when the call was made
     */
    public ResolvedPrice resolve(@Nullable String model, Instant at) {
        if (model == null) {
            return new ResolvedPrice(fallbackAt(at), PriceBasis.FALLBACK, null, null);
        }
        String id = aliases.getOrDefault(model, model);
        String alias = id.equals(model) ? null : model;
        ModelPrice mine = inForce(own.getOrDefault(model, List.of()), at);
        if (mine == null) {
            mine = inForce(own.getOrDefault(id, List.of()), at);
        }
        if (mine != null) {
            return resolved(mine, PriceBasis.OVERRIDE, mine.model().equals(model) ? null : alias, at);
        }
        List<ModelPrice> history = listed.getOrDefault(id, own.getOrDefault(id, List.of()));
        ModelPrice row = inForce(history, at);
        if (row != null) {
            return resolved(row, PriceBasis.LIST, alias, at);
        }
        row = nearest(history, at);
        if (row != null) {
            return resolved(row, PriceBasis.LAST_KNOWN, alias, at);
        }
        return new ResolvedPrice(fallbackAt(at), PriceBasis.FALLBACK, null, null);
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

    /** The price of the built-in tool or else the model of that name. */
    public ResolvedPrice named(String name, Instant at) {
        ResolvedPrice tool = tool(name, at);
        boolean unknown = tool.basis() == PriceBasis.FALLBACK && tool.note() == null;
        return unknown ? resolve(name, at) : tool;
    }

    /** The price used for a model without a known price at that time, by {@link #unknownPrice}. */
    public ModelPrice fallbackAt(Instant at) {
        return unknownPrice() == UnknownPrice.DEAREST ? dearest(at) : fallback();
    }

    /**
     * The highest price listed at that time for each measure, and the default where there is none: what a model costs at most, if Groq lists
     * it.
     */
    public ModelPrice dearest(Instant at) {
        return fallback.dearest(at, rows());
    }

    /** The row that a charge at that time names as its model; another one where the list no longer has it. */
    public ModelPrice charged(String model, Instant at) {
        return model.equals(fallback().model())
                ? fallback()
                : FallbackPrice.isName(model) ? dearest(at) : resolve(model, at).price();
    }

    /** The default price of a model without a known one. */
    public ModelPrice fallback() {
        return fallback.fallback();
    }

    /** Which price is used for a model without one. */
    public UnknownPrice unknownPrice() {
        return fallback.choice();
    }

    /** This list with another choice of price for models that have none. */
    public PriceList withUnknownPrice(UnknownPrice choice) {
        return choice == unknownPrice()
                ? this
                : new PriceList(listed, own, aliases, batches, fallback.choosing(choice));
    }

    /** What a batch takes off that model's price at that time; empty where it takes nothing. */
    public Optional<BatchDiscount> batchDiscount(String model, Instant at) {
        return batches.of(model, aliases.getOrDefault(model, model), at);
    }

    /** Every batch discount: the owner's first. */
    public List<BatchDiscount> batchDiscounts() {
        return batches.all();
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

    /** Other names, each with the id it is an alias of. */
    public Map<String, String> aliases() {
        return aliases;
    }

    /** The id of the model that name is an alias or another spelling of; empty where there is none, or several. */
    public Optional<String> listedAs(String name) {
        String id = aliases.getOrDefault(name, name);
        if (knows(id)) {
            return Optional.of(id);
        }
        List<String> spelled = Stream.concat(listed.keySet().stream(), own.keySet().stream())
                .filter(model -> ModelName.same(name, model))
                .distinct()
                .limit(2)
                .toList();
        return spelled.size() == 1 ? Optional.of(spelled.get(0)) : Optional.empty();
    }

    /** Whether the list has a row of that very id. */
    boolean knows(String id) {
        return listed.containsKey(id) || own.containsKey(id);
    }

    /** This list overridden by another's rows, aliases, batch discounts and fallback prices, as the owner's. */
    public PriceList overriddenBy(PriceList owners) {
        Map<String, List<ModelPrice>> mine = new LinkedHashMap<>(own);
        mine.putAll(owners.listed);
        mine.putAll(owners.own);
        Map<String, String> names = new LinkedHashMap<>(aliases);
        names.putAll(owners.aliases);
        return new PriceList(
                listed, mine, names, batches.under(owners.batches), fallback.overriddenBy(owners.fallback()));
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
        return overriddenBy(of(List.of(price), Map.of(), List.of(), Map.of()));
    }

    private ResolvedPrice resolved(ModelPrice row, PriceBasis basis, @Nullable String alias, Instant at) {
        if (!row.priced() && !row.tool()) {
            return new ResolvedPrice(fallbackAt(at), PriceBasis.FALLBACK, alias, row.note());
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

    /** The last row that had started by then, else the first. */
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
