package io.groqmeter.text;

import java.math.BigDecimal;
import java.time.Duration;

/** Decimals as programs read them: every digit, no exponent, no trailing zeros. */
public final class PlainDecimal {

    private static final int MOST = 100;
    private static final int WIDEST_EXPONENT = 1_000;

    private PlainDecimal() {}

    /**
     * Reads a number from untrusted text; check its exponent before writing it out.
     *
     * @throws NumberFormatException when it is none, or has more characters than any amount: what reading costs grows with the
     *     square of them
     */
    public static BigDecimal read(String text) {
        if (text.length() > MOST) {
            throw new NumberFormatException("a number of more than " + MOST + " characters");
        }
        return new BigDecimal(text);
    }

    /**
     * Reads a number from untrusted text that can be written out.
     *
     * @throws NumberFormatException as {@link #read}, or when its exponent would be spread out into a flood of digits
     */
    public static BigDecimal parse(String text) {
        BigDecimal number = read(text);
        if (Math.abs((long) number.scale()) > WIDEST_EXPONENT) {
            throw new NumberFormatException("an exponent beyond " + WIDEST_EXPONENT);
        }
        return number;
    }

    /** A text to quote in a message, shortened if it is long. */
    public static String quoted(String text) {
        return text.length() <= MOST ? text : text.substring(0, 20) + "… (" + text.length() + " characters)";
    }

    /** The same number without trailing zeros, at a scale of 0 or more. */
    public static BigDecimal bare(BigDecimal number) {
        BigDecimal bare = number.stripTrailingZeros();
        return bare.scale() < 0 ? bare.setScale(0) : bare;
    }

    /** {@code 0.0125}, {@code 0}, {@code 100}. */
    public static String of(BigDecimal number) {
        return bare(number).toPlainString();
    }

    /** A duration's seconds with every digit: {@code 36.712501}. */
    public static String seconds(Duration duration) {
        BigDecimal fraction = BigDecimal.valueOf(duration.getNano(), 9);
        return of(BigDecimal.valueOf(duration.getSeconds()).add(fraction));
    }
}
