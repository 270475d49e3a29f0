package io.groqmeter.pricing;

import java.math.BigDecimal;
import java.math.MathContext;

/** The block of usage a list price refers to. */
public enum PricingUnit {
    MILLION_TOKENS("1M tokens", 1_000_000),
    HOUR("hour", 3_600),
    MILLION_CHARACTERS("1M characters", 1_000_000),
    THOUSAND_USES("1,000 uses", 1_000);

    private final String label;
    private final BigDecimal size;

    PricingUnit(String label, long size) {
        this.label = label;
        this.size = BigDecimal.valueOf(size);
    }

    /** How people read it, after a price and a slash. */
    public String label() {
        return label;
    }

    /**
     * The dollars for a quantity at a price per this unit: exact where the decimal expansion ends, else to 34 digits (a second
     * of an hourly price may never end).
     *
     * @param quantity in tokens, seconds, characters or uses
     * @param price in dollars per this unit
     */
    public BigDecimal amount(BigDecimal quantity, BigDecimal price) {
        return quantity.multiply(price).divide(size, MathContext.DECIMAL128);
    }
}
