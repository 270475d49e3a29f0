package io.groqmeter.text;

/**
 * Untrusted text on one line of a console: a model's name or a label comes from a caller, and must not move the cursor, start
 * another line or reverse the direction of text.
 */
public final class OneLine {

    private static final int REPLACEMENT = 0xFFFD;

    private OneLine() {}

    /** The text with each such character shown as {@code �}. */
    public static String of(String text) {
        if (text.codePoints().allMatch(OneLine::isPlain)) {
            return text;
        }
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> line.appendCodePoint(isPlain(c) ? c : REPLACEMENT));
        return line.toString();
    }

    private static boolean isPlain(int c) {
        boolean turns = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
        boolean marks = c == 0x200E || c == 0x200F || c == 0x061C;
        boolean breaks = c == 0x2028 || c == 0x2029;
        boolean hides = c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE007F);
        boolean plain = !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE;
        return plain && !turns && !marks && !breaks && !hides;
    }
}
