package io.groqmeter.report;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lines of CSV (RFC 4180): fields parted by commas and quoted where they must be, lines ended by CR LF. */
public final class Csv {

    /** What a formula begins with; of the wide ones, in programs for languages written with them. */
    private static final String FORMULA = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private Csv() {}

    /** A text of others as a field. What a spreadsheet would run as a formula is put behind an apostrophe; null is an empty field. */
    public static String text(@Nullable String value) {
        return value == null || value.isEmpty() || FORMULA.indexOf(value.charAt(0)) < 0
                ? (value == null ? "" : value)
                : "'" + value;
    }

    /** One line. */
    public static String line(List<String> fields) {
        return fields.stream().map(Csv::quoted).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String quoted(String field) {
        boolean needed = field.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return needed ? '"' + field.replace("\"", "\"\"") + '"' : field;
    }
}
