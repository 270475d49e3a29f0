package io.groqmeter.cli.console;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/**
 * A console that turns every line printed on it into a JSON object with the members of the log's lines, so that one reader
 * serves both. Lines that are such objects already, like those of the log, stay as they are; empty lines are dropped.
 */
public final class JsonConsole extends Writer {

    private static final JsonFactory JSON = new JsonFactory();

    private final Writer console;
    private final String level;
    private final InstantSource clock;
    private final StringBuilder line = new StringBuilder();

    private JsonConsole(Writer console, String level, InstantSource clock) {
        this.console = console;
        this.level = level;
        this.clock = clock;
    }

    /** Printed text becomes lines of that level on the console. */
    static PrintWriter on(Writer console, String level, InstantSource clock) {
        return new PrintWriter(new JsonConsole(console, level, clock), true);
    }

    /** The same for code that prints bytes, such as the JVM's own stack traces. */
    public static OutputStream bytesOn(Writer console, String level, InstantSource clock) {
        JsonConsole lines = new JsonConsole(console, level, clock);
        return new OutputStream() {
            private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();

            @Override
            public synchronized void write(int b) throws IOException {
                waiting.write(b);
                if (b == '\n') {
                    lines.write(waiting.toString(StandardCharsets.UTF_8));
                    waiting.reset();
                }
            }
        };
    }

    @Override
    public void write(char[] text, int from, int length) throws IOException {
        synchronized (lock) {
            for (int i = from; i < from + length; i++) {
                if (text[i] == '\n') {
                    end();
                } else if (text[i] != '\r') {
                    line.append(text[i]);
                }
            }
        }
    }

    private void end() throws IOException {
        String text = line.toString().strip();
        if (!text.isEmpty()) {
            console.write((text.startsWith("{\"") && text.endsWith("}") ? text : json(text)) + "\n");
            console.flush();
        }
        line.setLength(0);
    }

    private String json(String message) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("timestamp", clock.millis());
            json.writeStringField("level", level);
            json.writeStringField("loggerName", "console");
            json.writeStringField("message", message);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    @Override
    public void flush() throws IOException {
        console.flush();
    }

    /** An unfinished line is printed too. */
    @Override
    public void close() throws IOException {
        synchronized (lock) {
            end();
        }
        console.flush();
    }
}
