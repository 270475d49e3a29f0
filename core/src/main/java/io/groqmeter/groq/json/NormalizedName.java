package io.groqmeter.groq.json;

import java.text.Normalizer;
import java.util.Locale;

/**
 * A name as the most lenient reader takes it: up to a NUL, where C ends a text; without blanks, controls and invisible characters; in
 * lower case, including letters that Unicode folds into ASCII, such as the Kelvin sign.
 */
public final class NormalizedName {

    private NormalizedName() {}

    /** The normalized form of a name; not all readers tell names with the same form apart. */
    public static String word(String name) {
        int nul = name.indexOf(0);
        String text = nul < 0 ? name : name.substring(0, nul);
        StringBuilder seen = new StringBuilder(text.length());
        text.codePoints().filter(NormalizedName::isSeen).forEach(seen::appendCodePoint);
        return Normalizer.normalize(seen, Normalizer.Form.NFKC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }

    private static boolean isSeen(int c) {
        return !Character.isISOControl(c)
                && !Character.isWhitespace(c)
                && !Character.isSpaceChar(c)
                && Character.getType(c) != Character.FORMAT;
    }
}
