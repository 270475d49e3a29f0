package io.groqmeter.pricing;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One row of a price list: what a model, or a built-in tool, costs between two days.
 *
 * @param model the model's id, or {@code tool:} and the tool's name
 * @param prices dollars per {@link Measure#unit()}; empty when no price is public. {@code input} and {@code output} come
 *     together
 * @param from the first day it is in force, as a day in UTC; null when it was so from the beginning
 * @param until the first day it is no longer in force, in UTC; null while it is
 * @param status the model's status when the list was made, e.g. {@code production} or {@code shut down}; null when unknown
 * @param note what one should know of the row; null when nothing
 * @param source where the figures were read; null when unknown
 */
public record ModelPrice(
        String model,
        Map<Measure, BigDecimal> prices,
        @Nullable LocalDate from,
        @Nullable LocalDate until,
        @Nullable String status,
        @Nullable String note,
        @Nullable String source) {

    /** What a tool's id starts with, so that no model is ever priced as a tool. */
    public static final String TOOL = "tool:";

    /**
     * @throws IllegalArgumentException when a price cannot be one, contradicts another, or the days run backward; the message
     *     says what to change
     */
    public ModelPrice {
        if (model.isBlank()) {
            throw new IllegalArgumentException("a price row needs the id of its model");
        }
        prices.forEach(Measure::checked);
        prices = Map.copyOf(prices);
        BigDecimal input = prices.get(Measure.INPUT);
        BigDecimal cached = prices.get(Measure.CACHED_INPUT);
        if ((input == null) != (prices.get(Measure.OUTPUT) == null)) {
            throw new IllegalArgumentException("input and output come together; write 0 for one that is free");
        }
        if (cached != null && (input == null || cached.compareTo(input) > 0)) {
            throw new IllegalArgumentException("cached_input " + cached + " is more than input "
                    + (input == null ? "(absent)" : input) + "; a cached token never costs more than a fresh one");
        }
        if (from != null && until != null && !from.isBefore(until)) {
            throw new IllegalArgumentException("until " + until + " is not after from " + from
                    + "; until is the first day the price no longer holds");
        }
    }

    /** A price for tokens that holds always. */
    public static ModelPrice tokens(String model, BigDecimal inputPerMillion, BigDecimal outputPerMillion) {
        Map<Measure, BigDecimal> prices = new EnumMap<>(Measure.class);
        prices.put(Measure.INPUT, inputPerMillion);
        prices.put(Measure.OUTPUT, outputPerMillion);
        return new ModelPrice(model, prices, null, null, null, null, null);
    }

    /** The dollars per unit of that measure. */
    public Optional<BigDecimal> price(Measure measure) {
        return Optional.ofNullable(prices.get(measure));
    }

    /** Dollars per million fresh input tokens. */
    public Optional<BigDecimal> input() {
        return price(Measure.INPUT);
    }

    /** Dollars per million cached input tokens; when empty they cost as fresh ones do. */
    public Optional<BigDecimal> cachedInput() {
        return price(Measure.CACHED_INPUT);
    }

    /** Dollars per million output tokens. */
    public Optional<BigDecimal> output() {
        return price(Measure.OUTPUT);
    }

    /** Whether any price is known. */
    public boolean priced() {
        return !prices.isEmpty();
    }

    /** Whether every price is an explicit 0. */
    public boolean free() {
        return priced() && prices.values().stream().allMatch(price -> price.signum() == 0);
    }

    /** Whether it prices a built-in tool, not a model. */
    public boolean tool() {
        return model.startsWith(TOOL);
    }

    /** Whether it holds at that instant. */
    public boolean inForce(Instant at) {
        LocalDate day = at.atOffset(ZoneOffset.UTC).toLocalDate();
        return !before(day) && (until == null || day.isBefore(until));
    }

    /** That instant, or where the row is over by then, its last day: a last known price keeps the discount it had. */
    Instant latest(Instant at) {
        return until == null || at.isBefore(until.atStartOfDay(ZoneOffset.UTC).toInstant())
                ? at
                : until.minusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** Whether that day lies before the row's first. */
    boolean before(LocalDate day) {
        return from != null && day.isBefore(from);
    }

    /** Whether some day belongs to both rows. */
    boolean overlaps(ModelPrice other) {
        return (from == null || other.until == null || from.isBefore(other.until))
                && (other.from == null || until == null || other.from.isBefore(until));
    }
}
