package io.groqmeter.sqlite.column;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Reads and writes the small JSON texts in columns. */
public final class ColumnJson {

    private static final JsonFactory JSON = new JsonFactory();

    private ColumnJson() {}

    /** Writes one JSON value. */
    public interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    /** Reads one JSON value; the parser is at its first token. */
    public interface Reading<T> {
        T from(JsonParser json) throws IOException;
    }

    public static String write(Writing writing) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            writing.to(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    public static <T> T read(String text, Reading<T> reading) {
        try (JsonParser json = JSON.createParser(text)) {
            json.nextToken();
            return reading.from(json);
        } catch (IOException e) {
            throw new UncheckedIOException("not the JSON that groqmeter writes: " + text, e);
        }
    }
}
