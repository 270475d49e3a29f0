package io.groqmeter.text;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lines of CSV (RFC 4180): fields parted by commas and quoted where they must be, lines ended by CR LF. */
public final class Csv {

    /** What a formula begins with; of the wide ones, in programs for languages written with them. */
    private static final String FORMULA = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";

    private Csv() {}

    /**
     * A text of others as a field: what a console would obey is replaced, what a spreadsheet would run as a formula, behind blanks
     * too, is put behind an apostrophe. Null is an empty field.
     */
    public static String text(@Nullable String value) {
        if (value == null) {
            return "";
        }
        boolean formula = value.codePoints()
                .dropWhile(c -> Character.isWhitespace(c) || Character.isSpaceChar(c) || isUnseen(c))
                .limit(1)
                .anyMatch(c -> FORMULA.indexOf(c) >= 0);
        return (formula ? "'" : "") + OneLine.of(value);
    }

    private static boolean isUnseen(int c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
    }

    /** One line. */
    public static String line(List<String> fields) {
        return fields.stream().map(Csv::quoted).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String quoted(String field) {
        boolean needed = field.chars().anyMatch(c -> ",;\"\t\n\r".indexOf(c) >= 0);
        return needed ? '"' + field.replace("\"", "\"\"") + '"' : field;
    }
}
