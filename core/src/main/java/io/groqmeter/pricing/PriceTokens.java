package io.groqmeter.pricing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The JSON tokens of one price file; whatever is not as it should be becomes a {@link PriceFileException} with its place. */
final class PriceTokens {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final String file;
    private final JsonParser json;

    /** A value and its position in the file. */
    record Placed<T>(T value, JsonLocation place) {}

    private interface Step<T> {
        T take() throws IOException;
    }

    PriceTokens(String file, String text) {
        this.file = file;
        this.json = taken(() -> JSON.createParser(text));
    }

    /** Moves on; null at the end. */
    @Nullable
    JsonToken next() {
        return taken(json::nextToken);
    }

    JsonLocation place() {
        return json.currentTokenLocation();
    }

    /** The text of this token as it is written: digits of a number are never changed. */
    String text() {
        return taken(json::getText);
    }

    /** This token's text, if it is one in quotes. */
    String quoted(String name) {
        expect(JsonToken.VALUE_STRING, name + " is a text in quotes, e.g. \"" + name + "\": \"…\"");
        return text();
    }

    /** This token's digits, if it is a number or a text. */
    String digits(String name) {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            boolean number = json.currentToken() != null && json.currentToken().isNumeric();
            if (!number) {
                throw refused(name + " is a number, e.g. \"" + name + "\": 0.59");
            }
        }
        return text();
    }

    /** This token's day, if it is one in quotes. */
    LocalDate day(String name) {
        String text = quoted(name);
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw refused(name + " is not a day: \"" + text + "\". Write YYYY-MM-DD, e.g. 2026-11-01.");
        }
    }

    /** Hands each field's name to that reader, which must consume its value. Stands on the name when it calls. */
    void object(String form, Consumer<String> field) {
        expect(JsonToken.START_OBJECT, form);
        while (next() == JsonToken.FIELD_NAME) {
            field.accept(text());
        }
    }

    /** Calls that reader on the first token of each element, which it must consume. */
    void array(String form, Runnable element) {
        expect(JsonToken.START_ARRAY, form);
        while (next() != JsonToken.END_ARRAY) {
            element.run();
        }
    }

    void expect(JsonToken token, String form) {
        if (json.currentToken() != token) {
            throw refused(form);
        }
    }

    PriceFileException refused(String reason) {
        return refused(place(), reason);
    }

    PriceFileException refused(@Nullable JsonLocation place, String reason) {
        int line = place == null ? 1 : place.getLineNr();
        int column = place == null ? 1 : place.getColumnNr();
        return new PriceFileException(file, line, column, reason);
    }

    private <T> T taken(Step<T> step) {
        try {
            return step.take();
        } catch (JsonProcessingException e) {
            throw refused(e.getLocation(), fault(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new IllegalStateException("text in memory could not be read", e);
        }
    }

    private static String fault(String parsers) {
        return parsers.startsWith("Unexpected end-of-input")
                ? "the file ends too early, as if it were half saved or cut off. Close what is open, or save it again."
                : "this is not JSON as it should be: " + parsers.replaceAll("\\s+", " ")
                        + ". Look here for a name written twice or a missing quote, comma or bracket.";
    }
}
