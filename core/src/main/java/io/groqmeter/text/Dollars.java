package io.groqmeter.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** US dollars as text: exact for programs, rounded for people. */
public final class Dollars {

    private static final int CENTS = 2;
    private static final MathContext SMALL = new MathContext(3, RoundingMode.HALF_EVEN);

    private Dollars() {}

    /** The exact digits for programs: {@code 0.0125}, {@code 0}, {@code 100}. */
    public static String digits(BigDecimal amount) {
        return PlainDecimal.of(amount);
    }

    /**
     * For people: {@code $12.35}; below a dollar with three significant digits, so that 0.000037 does not read {@code $0.00};
     * at least cents.
     */
    public static String text(BigDecimal amount, Locale locale) {
        BigDecimal rounded = amount.abs().compareTo(BigDecimal.ONE) >= 0
                ? amount.setScale(CENTS, RoundingMode.HALF_EVEN)
                : amount.round(SMALL);
        BigDecimal bare = PlainDecimal.bare(rounded);
        return format("$#,##0.00", Math.max(CENTS, bare.scale()), locale).format(bare);
    }

    /** For people, every digit of it: {@code $0.000037125}, {@code $0}, {@code $100}. */
    public static String exact(BigDecimal amount, Locale locale) {
        BigDecimal bare = PlainDecimal.bare(amount);
        return format("$#,##0", Math.max(0, bare.scale()), locale).format(bare);
    }

    private static DecimalFormat format(String pattern, int fractionDigits, Locale locale) {
        DecimalFormat format = new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(locale));
        format.setMaximumFractionDigits(fractionDigits);
        return format;
    }
}
