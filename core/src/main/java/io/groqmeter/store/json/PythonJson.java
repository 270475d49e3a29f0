package io.groqmeter.store.json;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.groqmeter.text.PlainDecimal;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as Python's {@code json.dump(…, ensure_ascii=False)} spells it, so that both tools' entries look alike. */
final class PythonJson {

    private PythonJson() {}

    /** A value on one line: maps, lists, text, booleans, whole numbers, decimals and null. */
    static String of(@Nullable Object value) {
        StringBuilder text = new StringBuilder();
        append(text, value);
        return text.toString();
    }

    private static void append(StringBuilder text, @Nullable Object value) {
        if (value instanceof CharSequence words) {
            text.append('"')
                    .append(JsonStringEncoder.getInstance().quoteAsString(words))
                    .append('"');
        } else if (value instanceof BigDecimal amount) {
            text.append(PlainDecimal.of(amount));
        } else if (value instanceof Map<?, ?> map) {
            String separator = "";
            text.append('{');
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                text.append(separator);
                append(text, entry.getKey());
                text.append(": ");
                append(text, entry.getValue());
                separator = ", ";
            }
            text.append('}');
        } else if (value instanceof List<?> list) {
            String separator = "";
            text.append('[');
            for (Object element : list) {
                text.append(separator);
                append(text, element);
                separator = ", ";
            }
            text.append(']');
        } else {
            text.append(value);
        }
    }
}
