package io.groqmeter.pricing;

import io.groqmeter.text.PlainDecimal;
import java.math.BigDecimal;

/**
 * One priced line of a call: a quantity at a unit price.
 *
 * @param what the measure, e.g. {@code input}, {@code cached_input}, {@code output}, {@code audio}, {@code characters}, or a
 *     tool's name
 * @param model the price row's model id, or the tool's
 * @param quantity how much, in single tokens, billed seconds, characters or uses; at least 0
 * @param unitPrice dollars per {@code unit}, the batch discount already taken off; without trailing zeros, so that equal prices
 *     are equal charges
 * @param unit the block the price refers to
 */
public record Charge(String what, String model, long quantity, BigDecimal unitPrice, PricingUnit unit) {

    public Charge {
        unitPrice = PlainDecimal.bare(unitPrice);
    }

    /** The line's dollars, unrounded. */
    public BigDecimal amount() {
        return unit.amount(BigDecimal.valueOf(quantity), unitPrice);
    }
}
