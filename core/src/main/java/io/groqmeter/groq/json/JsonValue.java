package io.groqmeter.groq.json;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One string, number, boolean or null of a JSON text. Filled and reused by its {@link JsonScanner}: read it before returning.
 */
public final class JsonValue {

    /** The longest text that is kept, in bytes of UTF-8. A longer one is known by its size only. */
    public static final int LONGEST = 256;

    /** More digits than any count or time has; keeps arithmetic on hostile numbers cheap. */
    private static final int LONGEST_NUMBER = 64;

    private static final int WIDEST_EXPONENT = 64;

    /** Takes a string's bytes as they come. */
    interface Pieces {
        void piece(byte[] bytes, int from, int to);
    }

    private final byte[] kept = new byte[LONGEST];
    private @Nullable Pieces pieces;
    private int length;
    private boolean string;
    private boolean keeping;
    private long utf8Bytes;
    private long passedBytes;
    private long codePoints;

    JsonValue() {}

    /** Whether it is a string. */
    public boolean isString() {
        return string;
    }

    /** Whether it is {@code null}. */
    public boolean isNull() {
        return isLiteral('n');
    }

    /** Whether it is {@code true}. */
    public boolean isTrue() {
        return isLiteral('t');
    }

    /** Whether it is {@code false}. */
    public boolean isFalse() {
        return isLiteral('f');
    }

    /** A number that is the same for the same text, and hardly ever for another: its size and the beginning that is kept. */
    public long fingerprint() {
        long hash = utf8Bytes;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + kept[i];
        }
        return hash;
    }

    /** Whether it is anything but null, false, 0 or a blank string. */
    public boolean saysSomething() {
        if (!string) {
            return isTrue() || number().filter(number -> number.signum() != 0).isPresent();
        }
        for (int i = 0; i < length; i++) {
            if (kept[i] < 0 || kept[i] > ' ') {
                return true;
            }
        }
        return utf8Bytes > length;
    }

    private boolean isLiteral(char first) {
        return !string && length > 0 && kept[0] == first;
    }

    /** How many bytes of UTF-8 the string has, escapes undone. */
    public long utf8Bytes() {
        return utf8Bytes;
    }

    /** How many bytes of the text the string takes, escapes as they are and with its closing quote. */
    public long passedBytes() {
        return passedBytes;
    }

    /** How many code points the string has, escapes undone; half a surrogate pair counts as one. */
    public long codePoints() {
        return codePoints;
    }

    /** The string; null when it is no string, is empty, or is longer than {@link #LONGEST}. */
    public @Nullable String text() {
        return string && whole() && length > 0 ? new String(kept, 0, length, StandardCharsets.UTF_8) : null;
    }

    /** The string as {@link #text()}, or {@code known} itself when they are equal. */
    public @Nullable String text(@Nullable String known) {
        return known != null && says(known) ? known : text();
    }

    /** The string as {@link #text(String)}, or {@code known} where there is none or a blank one. */
    public @Nullable String textOr(@Nullable String known) {
        String text = text(known);
        return text == null || text.isBlank() ? known : text;
    }

    /** Whether it is a string equal to that ASCII text. */
    public boolean says(String known) {
        if (!string || !whole() || known.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (kept[i] != known.charAt(i) || kept[i] < 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * The whole number it is, or that its string spells: {@code 12}, {@code "12"}, {@code 12.0}, {@code 1.2e1}. Empty for anything
     * else, a fraction or a number beyond 18 digits.
     */
    public OptionalLong count() {
        if (!whole() || length == 0) {
            return OptionalLong.empty();
        }
        if (length > 18) {
            return number().flatMap(JsonValue::exact).map(OptionalLong::of).orElse(OptionalLong.empty());
        }
        long count = 0;
        for (int i = 0; i < length; i++) {
            int digit = kept[i] - '0';
            if (digit < 0 || digit > 9) {
                return number().flatMap(JsonValue::exact).map(OptionalLong::of).orElse(OptionalLong.empty());
            }
            count = count * 10 + digit;
        }
        return OptionalLong.of(count);
    }

    private static Optional<Long> exact(BigDecimal number) {
        try {
            return Optional.of(number.longValueExact());
        } catch (ArithmeticException fractionOrTooLarge) {
            return Optional.empty();
        }
    }

    /** The number it is, or that its string spells, with every digit; empty for anything else and for absurdly long ones. */
    public Optional<BigDecimal> number() {
        if (!whole() || length == 0 || length > LONGEST_NUMBER) {
            return Optional.empty();
        }
        try {
            BigDecimal number = new BigDecimal(new String(kept, 0, length, StandardCharsets.US_ASCII));
            boolean plain = Math.abs((long) number.scale()) <= WIDEST_EXPONENT;
            return plain ? Optional.of(number) : Optional.empty();
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private boolean whole() {
        return utf8Bytes == length;
    }

    void start(boolean isString, boolean keep) {
        string = isString;
        keeping = keep;
        length = 0;
        utf8Bytes = 0;
        passedBytes = 0;
        codePoints = 0;
        pieces = null;
    }

    /** Passes the string that has just begun on, too. */
    void passTo(Pieces to) {
        pieces = to;
    }

    /** Adds raw bytes; those that continue a character start no new code point. */
    void add(byte[] bytes, int from, int to) {
        if (pieces != null) {
            pieces.piece(bytes, from, to);
        }
        if (keeping) {
            int fits = Math.min(to - from, LONGEST - length);
            System.arraycopy(bytes, from, kept, length, fits);
            length += fits;
        }
        utf8Bytes += to - from;
        int starts = 0;
        for (int i = from; i < to; i++) {
            starts += (bytes[i] & 0xC0) != 0x80 ? 1 : 0;
        }
        codePoints += starts;
    }

    /** So many more bytes of the string have passed. */
    void passed(int bytes) {
        passedBytes += bytes;
    }

    /** Adds the code point an escape stood for. */
    void add(int codePoint) {
        if (codePoint < 0x80) {
            addByte(codePoint);
        } else if (codePoint < 0x800) {
            addByte(0xC0 | codePoint >> 6);
            addByte(0x80 | codePoint & 0x3F);
        } else if (codePoint < 0x10000) {
            addByte(0xE0 | codePoint >> 12);
            addByte(0x80 | codePoint >> 6 & 0x3F);
            addByte(0x80 | codePoint & 0x3F);
        } else {
            addByte(0xF0 | codePoint >> 18);
            addByte(0x80 | codePoint >> 12 & 0x3F);
            addByte(0x80 | codePoint >> 6 & 0x3F);
            addByte(0x80 | codePoint & 0x3F);
        }
        codePoints++;
    }

    private void addByte(int value) {
        if (pieces != null) {
            pieces.piece(new byte[] {(byte) value}, 0, 1);
        }
        if (keeping && length < LONGEST) {
            kept[length++] = (byte) value;
        }
        utf8Bytes++;
    }

    /** What the outline knows of this value as a key; null when it is too long to be any. */
    <P> @Nullable JsonOutline<P> memberOf(JsonOutline<P> outline) {
        return whole() ? outline.member(kept, 0, length) : null;
    }
}
