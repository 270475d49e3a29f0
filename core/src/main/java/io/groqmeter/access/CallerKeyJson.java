package io.groqmeter.access;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A caller key as JSON: as it is kept, and, without its hashes, as it is shown. */
public final class CallerKeyJson {

    private static final JsonFactory JSON = new JsonFactory();

    private CallerKeyJson() {}

    /** What is shown of a key: everything but its hashes. */
    public static void write(JsonGenerator json, CallerKey key, Instant now) throws IOException {
        json.writeStartObject();
        fields(json, key, now);
        json.writeEndObject();
    }

    /** Writes what is shown of a key into an open object. */
    public static void fields(JsonGenerator json, CallerKey key, Instant now) throws IOException {
        json.writeStringField("name", key.name());
        json.writeStringField("state", key.state(now).name().toLowerCase(Locale.ROOT));
        writeCommon(json, key);
        json.writeStringField(
                "replaced_valid_until",
                key.replacedAt(now).isPresent() && key.replaced() != null
                        ? key.replaced().until().toString()
                        : null);
    }

    /** A new key with its text, which is shown this once. */
    public static void write(JsonGenerator json, KeyBook.Issued issued, Instant now) throws IOException {
        json.writeStartObject();
        fields(json, issued, now);
        json.writeEndObject();
    }

    /** Writes a new key's fields into an open object. */
    public static void fields(JsonGenerator json, KeyBook.Issued issued, Instant now) throws IOException {
        json.writeStringField("key", issued.text());
        json.writeFieldName("about");
        write(json, issued.key(), now);
    }

    /** The whole key, to be kept. */
    static String kept(CallerKey key) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("hash", key.hash().hex());
            if (key.replaced() != null) {
                json.writeStringField("replaced_hash", key.replaced().hash().hex());
                json.writeStringField("replaced_until", key.replaced().until().toString());
            }
            writeCommon(json, key);
            json.writeStringField("secret", key.secret());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void writeCommon(JsonGenerator json, CallerKey key) throws IOException {
        json.writeStringField("project", key.project());
        json.writeStringField("user", key.user());
        json.writeArrayFieldStart("models");
        for (String model : key.modelsInOrder()) {
            json.writeString(model);
        }
        json.writeEndArray();
        json.writeStringField("created_at", key.createdAt().toString());
        json.writeStringField("expires_at", text(key.expiresAt()));
        json.writeStringField("revoked_at", text(key.revokedAt()));
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }

    /**
     * Reads a key that was {@link #kept}. Fields it does not know are passed over.
     *
     * @throws IllegalArgumentException when it is damaged
     */
    static CallerKey read(String name, String kept) {
        Map<String, String> fields = new HashMap<>();
        Set<String> models = new HashSet<>();
        try (JsonParser json = JSON.createParser(kept)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw damaged(name, null);
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                JsonToken value = json.nextToken();
                if (field.equals("models") && value == JsonToken.START_ARRAY) {
                    while (json.nextToken() == JsonToken.VALUE_STRING) {
                        models.add(json.getText());
                    }
                } else if (value == JsonToken.VALUE_STRING) {
                    fields.put(field, json.getText());
                } else {
                    json.skipChildren();
                }
            }
            return of(name, fields, models);
        } catch (IOException | DateTimeParseException e) {
            throw damaged(name, e);
        }
    }

    private static CallerKey of(String name, Map<String, String> fields, Set<String> models) {
        String hash = fields.get("hash");
        Instant created = at(fields, "created_at");
        if (hash == null || created == null) {
            throw damaged(name, null);
        }
        String replacedHash = fields.get("replaced_hash");
        Instant replacedUntil = at(fields, "replaced_until");
        return new CallerKey(
                name,
                new KeyHash(hash),
                replacedHash == null || replacedUntil == null
                        ? null
                        : new CallerKey.Replaced(new KeyHash(replacedHash), replacedUntil),
                fields.get("project"),
                fields.get("user"),
                models,
                created,
                at(fields, "expires_at"),
                at(fields, "revoked_at"),
                fields.get("secret"));
    }

    private static @Nullable Instant at(Map<String, String> fields, String name) {
        String text = fields.get(name);
        return text == null ? null : Instant.parse(text);
    }

    private static IllegalArgumentException damaged(String name, @Nullable Exception cause) {
        return new IllegalArgumentException("what is kept of the caller key '" + name + "' is damaged", cause);
    }
}
