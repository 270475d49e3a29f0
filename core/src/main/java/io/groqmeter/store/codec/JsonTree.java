package io.groqmeter.store.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A small JSON value read whole: maps, lists, text, {@link BigDecimal}s, booleans and null. */
public final class JsonTree {

    private static final int MOST_DIGITS = 400;

    private JsonTree() {}

    /** Reads the value whose first token the parser is at; leaves it at the last. */
    public static @Nullable Object read(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> object(json);
            case START_ARRAY -> list(json);
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(json.getText());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    /** Reads the object the parser is at the start of. */
    public static Map<String, Object> object(JsonParser json) throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            map.put(name, read(json));
        }
        return map;
    }

    private static List<Object> list(JsonParser json) throws IOException {
        List<Object> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            list.add(read(json));
        }
        return list;
    }

    /** The decimal; a number no count or amount could be stays text, and is never spread out into its digits. */
    private static Object number(String text) {
        try {
            BigDecimal number = new BigDecimal(text);
            return Math.abs((long) number.precision() - number.scale()) > MOST_DIGITS ? text : number;
        } catch (NumberFormatException e) {
            return text; // an exponent beyond 2^31
        }
    }
}
