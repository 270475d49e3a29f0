package io.groqmeter.usage;

import java.math.BigDecimal;

/** Decimals as programs read them: every digit, no exponent, no trailing zeros. */
public final class Digits {

    private Digits() {}

    /** The same number without trailing zeros, at a scale of 0 or more. */
    public static BigDecimal bare(BigDecimal number) {
        BigDecimal bare = number.stripTrailingZeros();
        return bare.scale() < 0 ? bare.setScale(0) : bare;
    }

    /** {@code 0.0125}, {@code 0}, {@code 100}. */
    public static String of(BigDecimal number) {
        return bare(number).toPlainString();
    }
}
