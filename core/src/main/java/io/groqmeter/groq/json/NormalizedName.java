package io.groqmeter.groq.json;

import java.text.Normalizer;
import java.util.Locale;

/**
 * A name as the most forgiving reader takes it: up to a NUL, where C ends a text; without blanks, controls and what cannot be seen; in
 * small letters, those counted that Unicode folds into ASCII, such as the sign of Kelvin.
 */
public final class NormalizedName {

    private NormalizedName() {}

    /** That name's plain form; two names with the same one are not to be told apart by all readers. */
    public static String word(String name) {
        int nul = name.indexOf(0);
        String said = nul < 0 ? name : name.substring(0, nul);
        StringBuilder seen = new StringBuilder(said.length());
        said.codePoints().filter(NormalizedName::isSeen).forEach(seen::appendCodePoint);
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
