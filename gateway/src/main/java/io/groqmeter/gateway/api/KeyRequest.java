package io.groqmeter.gateway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groqmeter.access.KeyBook;
import io.groqmeter.gateway.local.BadRequest;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.UsageCalendar;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Parses the request for a new or rotated key. Unknown fields are refused, because a misspelt one would make a key too permissive. */
final class KeyRequest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> FIELDS = Set.of("name", "project", "user", "models", "expires_at");
    private static final Duration MAX_GRACE = Duration.ofDays(30);

    private KeyRequest() {}

    /**
     * Reads {@code {"name": "web", "project": "shop", "user": null, "models": ["openai/gpt-oss-20b"], "expires_at": "2027-01-01"}}.
     *
     * @param calendar in which an expiry date means the start of that day
     */
    static KeyBook.Wish read(byte[] body, UsageCalendar calendar) {
        JsonNode json = object(body, FIELDS);
        return new KeyBook.Wish(
                text(json, "name") == null ? "" : json.get("name").asText().strip(),
                text(json, "project"),
                text(json, "user"),
                models(json.path("models")),
                expiry(text(json, "expires_at"), calendar));
    }

    /** Reads {@code {"grace_seconds": 3600}}: how long the current key stays valid; by default, no longer. */
    static Duration grace(byte[] body) {
        JsonNode json = object(body.length == 0 ? new byte[] {'{', '}'} : body, Set.of("grace_seconds"));
        JsonNode grace = json.path("grace_seconds");
        if (grace.isMissingNode() || grace.isNull()) {
            return Duration.ZERO;
        }
        if (!grace.canConvertToExactIntegral() || grace.asLong() < 0 || grace.asLong() > MAX_GRACE.toSeconds()) {
            throw unusable("'grace_seconds' must be 0 to " + MAX_GRACE.toSeconds() + ", not " + grace);
        }
        return Duration.ofSeconds(grace.asLong());
    }

    private static JsonNode object(byte[] body, Set<String> fields) {
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (IOException e) {
            throw new BadRequest("malformed_json", "The body is not a JSON object.");
        }
        if (!json.isObject()) {
            throw new BadRequest("malformed_json", "The body is not a JSON object.");
        }
        json.fieldNames().forEachRemaining(field -> {
            if (!fields.contains(field)) {
                throw unusable(
                        "unknown field '" + field + "'; the fields are " + String.join(", ", new TreeSet<>(fields)));
            }
        });
        return json;
    }

    private static @Nullable String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual() || value.asText().length() > Attribution.LONGEST_LABEL) {
            throw unusable("'" + field + "' must be a text of at most " + Attribution.LONGEST_LABEL + " characters");
        }
        return value.asText().isBlank() ? null : value.asText().strip();
    }

    private static Set<String> models(JsonNode json) {
        Set<String> models = new TreeSet<>();
        if (json.isMissingNode() || json.isNull()) {
            return models;
        }
        if (!json.isArray()) {
            throw unusable("'models' must be a list of exact model ids");
        }
        for (JsonNode model : json) {
            if (!model.isTextual() || model.asText().isBlank()) {
                throw unusable("'models' must be a list of exact model ids, not of " + model);
            }
            models.add(model.asText().strip());
        }
        return models;
    }

    private static @Nullable Instant expiry(@Nullable String json, UsageCalendar calendar) {
        if (json == null) {
            return null;
        }
        try {
            return json.length() == 10
                    ? calendar.start(LocalDate.parse(json))
                    : OffsetDateTime.parse(json).toInstant();
        } catch (DateTimeParseException e) {
            throw unusable("'expires_at' must be a date (2026-12-31) or an instant (2026-12-31T00:00:00Z), not '" + json
                    + "'");
        }
    }

    private static BadRequest unusable(String why) {
        return new BadRequest("unusable_key", why);
    }
}
