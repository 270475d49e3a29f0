package io.groqmeter.pricing;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/** The block of usage a list price refers to. */
public enum PricingUnit {
    MILLION_TOKENS("1M tokens", 1_000_000, "token", 1_000, "1,000 tokens"),
    HOUR("hour", 3_600, "second", 60, "1 minute"),
    MILLION_CHARACTERS("1M characters", 1_000_000, "character", 1_000, "1,000 characters"),
    THOUSAND_USES("1,000 uses", 1_000, "use", 1, "1 use");

    private final String label;
    private final BigDecimal size;

    /** How many places the point moves; 0 when the unit is no power of ten. */
    private final int powerOfTen;

    private final String one;
    private final BigDecimal exampleSize;
    private final String exampleLabel;

    PricingUnit(String label, long size, String one, long exampleSize, String exampleLabel) {
        this.label = label;
        this.size = BigDecimal.valueOf(size);
        BigDecimal digits = this.size.stripTrailingZeros();
        this.powerOfTen = digits.unscaledValue().equals(BigInteger.ONE) ? -digits.scale() : 0;
        this.one = one;
        this.exampleSize = BigDecimal.valueOf(exampleSize);
        this.exampleLabel = exampleLabel;
    }

    /** How people read it, after a price and a slash. */
    public String label() {
        return label;
    }

    /** How many of {@link #one()} a price is for. */
    public long size() {
        return size.longValueExact();
    }

    /** What quantities of it are counted in: a token, a second, a character, a use. */
    public String one() {
        return one;
    }

    /** An everyday quantity, in {@link #one()}s, to show what a price means. */
    public BigDecimal exampleSize() {
        return exampleSize;
    }

    /** How people read that everyday quantity. */
    public String exampleLabel() {
        return exampleLabel;
    }

    /** The price of one unit, from the price of one of its parts. */
    BigDecimal whole(BigDecimal pricePerOne) {
        return pricePerOne.multiply(size).stripTrailingZeros();
    }

    /**
     * The dollars for a quantity at a price per this unit: exact where the unit is a power of ten, else to 34 digits (a second
     * of an hourly price may never end).
     *
     * @param quantity in tokens, seconds, characters or uses
     * @param price in dollars per this unit
     */
    public BigDecimal amount(BigDecimal quantity, BigDecimal price) {
        BigDecimal product = quantity.multiply(price);
        return powerOfTen > 0 ? product.scaleByPowerOfTen(-powerOfTen) : product.divide(size, MathContext.DECIMAL128);
    }
}
