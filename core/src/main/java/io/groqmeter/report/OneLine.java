package io.groqmeter.report;

/**
 * A text of others on a console's line: a model's name or a label is what a caller sent, and must not move the cursor, begin another
 * line or turn the writing round.
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
        boolean breaks = c == 0x2028 || c == 0x2029;
        return !Character.isISOControl(c) && !turns && !breaks;
    }
}
