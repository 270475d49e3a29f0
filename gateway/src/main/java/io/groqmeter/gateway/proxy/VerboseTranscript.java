package io.groqmeter.gateway.proxy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.groqmeter.groq.multipart.FormFields;
import io.groqmeter.groq.multipart.MultipartReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A transcript of audio by URL, requested with its length and returned without: the only place where bytes are changed, and only
 * with {@code GROQMETER_AUDIO_URL=verbose}. Groq's {@code json} differs from its {@code verbose_json} in nothing else.
 */
final class VerboseTranscript {

    private static final String FORMAT = "response_format";
    private static final String VERBOSE = "verbose_json";
    private static final String PLAIN = "json";

    /** Fields that only {@code verbose_json} has. */
    private static final Set<String> ONLY_VERBOSE = Set.of("task", "language", "duration", "segments", "words");

    /** Without buffer recycling, which would keep content in memory. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
            .build();

    private VerboseTranscript() {}

    /**
     * The request, asking for the length too.
     *
     * @param contentType of the body; null without one
     * @return empty when it asks for anything but a whole {@code json}, explicitly or by default, or cannot be parsed
     */
    static Optional<byte[]> request(@Nullable String contentType, byte[] body) {
        Optional<String> boundary = contentType == null ? Optional.empty() : MultipartReader.boundary(contentType);
        return boundary.isPresent() ? form(boundary.get(), body) : json(body);
    }

    private static Optional<byte[]> form(String boundary, byte[] body) {
        return FormFields.of(boundary, body)
                .filter(form -> form.count(FORMAT) <= 1
                        && form.text(FORMAT).orElse(PLAIN).strip().equals(PLAIN)
                        && form.text("stream").orElse("false").strip().equalsIgnoreCase("false"))
                .map(form -> form.with(FORMAT, VERBOSE));
    }

    private static Optional<byte[]> json(byte[] body) {
        String verboseFormat = "\"" + FORMAT + "\":\"" + VERBOSE + "\"";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write('{');
        out.writeBytes(verboseFormat.getBytes(StandardCharsets.UTF_8));
        boolean[] plain = {true};
        boolean whole = fields(body, (name, value, from, to) -> {
            if (name.equals(FORMAT)) {
                plain[0] &= value.equals("\"" + PLAIN + "\"") || value.equals("null");
            } else {
                plain[0] &= !name.equals("stream") || value.equals("false") || value.equals("null");
                out.write(',');
                out.write(body, from, to - from);
            }
        });
        out.write('}');
        return whole && plain[0] ? Optional.of(out.toByteArray()) : Optional.empty();
    }

    /**
     * The answer as {@code json} would have been.
     *
     * @return empty when it is not a transcript
     */
    static Optional<byte[]> plain(byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length);
        boolean[] transcript = {false};
        boolean whole = fields(body, (name, value, from, to) -> {
            transcript[0] |= name.equals("text");
            if (!ONLY_VERBOSE.contains(name)) {
                out.write(out.size() == 0 ? '{' : ',');
                out.write(body, from, to - from);
            }
        });
        out.write('}');
        if (body.length > 0 && body[body.length - 1] == '\n') {
            out.write('\n');
        }
        return whole && transcript[0] ? Optional.of(out.toByteArray()) : Optional.empty();
    }

    /** Visits a field of an object: its name, its value if short, and the positions of both. */
    private interface FieldVisitor {
        void field(String name, String value, int from, int to);
    }

    /** Visits the fields of the object that is the whole text; false when it is not one. */
    private static boolean fields(byte[] text, FieldVisitor visitor) {
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                int from = (int) json.currentTokenLocation().getByteOffset();
                json.nextToken();
                int value = (int) json.currentTokenLocation().getByteOffset();
                json.skipChildren();
                json.finishToken();
                int to = (int) json.currentLocation().getByteOffset();
                String shown = to - value > PLAIN.length() + 2
                        ? ""
                        : new String(text, value, to - value, StandardCharsets.UTF_8);
                visitor.field(name, shown, from, to);
            }
            return json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null;
        } catch (IOException noJson) {
            return false;
        }
    }
}
