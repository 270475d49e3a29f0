package io.groqmeter.cli.console;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** JSON as commands print it with {@code --json}. */
public final class JsonOutput {

    private static final JsonFactory JSON = new JsonFactory();

    private JsonOutput() {}

    /** Writes one JSON value. */
    @FunctionalInterface
    public interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    /** The value on indented lines, with a line end. */
    public static String of(Body body) {
        StringWriter text = new StringWriter();
        write(body, text, true);
        return text + System.lineSeparator();
    }

    /** The value on one line, without its end. */
    public static String line(Body body) {
        StringWriter text = new StringWriter();
        write(body, text, false);
        return text.toString();
    }

    private static void write(Body body, StringWriter text, boolean pretty) {
        try (JsonGenerator json = JSON.createGenerator(text)) {
            if (pretty) {
                json.useDefaultPrettyPrinter();
            }
            body.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
