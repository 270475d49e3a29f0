package io.groqmeter.pricing;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A batch's discount on the price of a model's tokens and audio between two days. A cached token then costs as much as any other.
 *
 * @param models the names it is for; empty for every model
 * @param percentOff 0 to 100; at 0 a batch costs what other calls do
 * @param from the first day it holds, in UTC; null when always
 * @param until the first day it no longer holds, in UTC; null while it does
 * @param note a remark; null when there is none
 * @param source where it was read; null when unknown
 */
public record BatchDiscount(
        Set<String> models,
        BigDecimal percentOff,
        @Nullable LocalDate from,
        @Nullable LocalDate until,
        @Nullable String note,
        @Nullable String source) {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /** @throws IllegalArgumentException when it cannot be a discount, or its days run backward; the message says how to fix it */
    public BatchDiscount {
        models = Set.copyOf(models);
        if (percentOff.signum() < 0 || percentOff.compareTo(HUNDRED) > 0) {
            throw new IllegalArgumentException("percent_off is " + percentOff
                    + ", which is no share of a price. Write 0 to 100; 50 halves the price");
        }
        if (from != null && until != null && !from.isBefore(until)) {
            throw new IllegalArgumentException("until " + until + " is not after from " + from
                    + "; until is the first day the discount no longer holds");
        }
    }

    /** The discounted price. */
    public BigDecimal off(BigDecimal price) {
        return price.multiply(HUNDRED.subtract(percentOff).movePointLeft(2).stripTrailingZeros());
    }

    /** The same for other models. */
    BatchDiscount of(Set<String> others) {
        return new BatchDiscount(others, percentOff, from, until, note, source);
    }

    boolean isFor(String model) {
        return models.contains(model);
    }

    boolean forEveryModel() {
        return models.isEmpty();
    }

    boolean inForce(Instant at) {
        LocalDate day = at.atOffset(ZoneOffset.UTC).toLocalDate();
        return (from == null || !day.isBefore(from)) && (until == null || day.isBefore(until));
    }

    /** Whether both apply to the same model on the same day, and neither is more specific. */
    boolean contradicts(BatchDiscount other) {
        boolean sameModels =
                forEveryModel() ? other.forEveryModel() : models.stream().anyMatch(other.models::contains);
        return sameModels
                && (from == null || other.until == null || from.isBefore(other.until))
                && (other.from == null || until == null || other.from.isBefore(until));
    }
}
