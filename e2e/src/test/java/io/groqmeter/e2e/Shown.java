package io.groqmeter.e2e;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** How the page formats a number in English: cents, or three significant digits below a dollar, half to even. */
final class Shown {

    private Shown() {}

    static String money(BigDecimal usd) {
        int decimals = usd.abs().compareTo(BigDecimal.ONE) >= 0 || usd.signum() == 0
                ? 2
                : Math.max(
                        2,
                        usd.stripTrailingZeros().scale()
                                - usd.stripTrailingZeros().precision()
                                + 3);
        DecimalFormat format = new DecimalFormat("$#,##0.00", DecimalFormatSymbols.getInstance(Locale.ENGLISH));
        format.setMaximumFractionDigits(decimals);
        format.setRoundingMode(RoundingMode.HALF_EVEN);
        return format.format(usd);
    }

    /** A live total. */
    static String ticking(BigDecimal usd) {
        return "$" + usd.setScale(6, RoundingMode.HALF_EVEN).toPlainString();
    }

    /** Every digit, and at least cents. */
    static String exact(String usd) {
        BigDecimal digits = new BigDecimal(usd);
        return "$"
                + digits.setScale(Math.max(2, digits.stripTrailingZeros().scale()))
                        .toPlainString();
    }

    static String money(String usd) {
        return money(new BigDecimal(usd));
    }
}
