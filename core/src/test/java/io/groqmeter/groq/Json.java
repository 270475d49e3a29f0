package io.groqmeter.groq;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A piece of JSON read by Jackson: what our own scanner is held against. */
record Json(@Nullable Object value) {

    private static final JsonFactory FACTORY = new JsonFactory();

    static Json parse(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            parser.nextToken();
            return read(parser);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands under the keys; a piece without a value when there is nothing. */
    Json at(String... keys) {
        Json here = this;
        for (String key : keys) {
            here = here.value instanceof Map<?, ?> map && map.get(key) instanceof Json found ? found : new Json(null);
        }
        return here;
    }

    boolean isNothing() {
        return value == null;
    }

    boolean isTrue() {
        return Boolean.TRUE.equals(value);
    }

    @Nullable
    String text() {
        return value instanceof String text ? text : null;
    }

    OptionalLong count() {
        return value instanceof Long count ? OptionalLong.of(count) : OptionalLong.empty();
    }

    /** The elements; none when it is no array. */
    List<Json> elements() {
        return value instanceof List<?> list
                ? list.stream().map(Json.class::cast).toList()
                : List.of();
    }

    /** The text of a piece, as Jackson writes it. */
    static String write(Json json) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            write(json.value, generator);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(@Nullable Object value, JsonGenerator to) throws IOException {
        if (value instanceof Map<?, ?> object) {
            to.writeStartObject();
            for (Map.Entry<?, ?> member : object.entrySet()) {
                to.writeFieldName((String) member.getKey());
                write(((Json) member.getValue()).value, to);
            }
            to.writeEndObject();
        } else if (value instanceof List<?> array) {
            to.writeStartArray();
            for (Object element : array) {
                write(((Json) element).value, to);
            }
            to.writeEndArray();
        } else if (value instanceof String string) {
            to.writeString(string);
        } else if (value instanceof Long number) {
            to.writeNumber(number);
        } else if (value instanceof BigDecimal number) {
            to.writeNumber(number);
        } else if (value instanceof Boolean flag) {
            to.writeBoolean(flag);
        } else {
            to.writeNull();
        }
    }

    private static Json read(JsonParser parser) throws IOException {
        return new Json(
                switch (parser.currentToken()) {
                    case START_OBJECT -> {
                        Map<String, Json> object = new LinkedHashMap<>();
                        while (parser.nextToken() != JsonToken.END_OBJECT) {
                            String key = parser.currentName();
                            parser.nextToken();
                            object.put(key, read(parser));
                        }
                        yield object;
                    }
                    case START_ARRAY -> {
                        List<Json> array = new ArrayList<>();
                        while (parser.nextToken() != JsonToken.END_ARRAY) {
                            array.add(read(parser));
                        }
                        yield array;
                    }
                    case VALUE_STRING -> parser.getText();
                    case VALUE_NUMBER_INT -> parser.getLongValue();
                    case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
                    case VALUE_TRUE -> true;
                    case VALUE_FALSE -> false;
                    default -> null;
                });
    }
}
