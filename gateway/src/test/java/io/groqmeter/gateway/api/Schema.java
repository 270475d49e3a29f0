package io.groqmeter.gateway.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The part of JSON Schema that openapi.yaml uses; stricter in one respect: an undescribed field is an error. */
public final class Schema {

    private final JsonNode document;

    public Schema(JsonNode document) {
        this.document = document;
    }

    /** The errors in a value, each with its path; none when it is valid. */
    public List<String> faults(JsonNode value, JsonNode schema) {
        List<String> faults = new ArrayList<>();
        check(value, schema, "$", faults);
        return faults;
    }

    /** The schema itself, or the target of its {@code $ref}. */
    public JsonNode resolve(JsonNode schema) {
        String ref = schema.path("$ref").asText("");
        return ref.isEmpty() ? schema : resolve(document.at(ref.substring(1)));
    }

    private void check(JsonNode value, JsonNode referring, String place, List<String> faults) {
        JsonNode schema = resolve(referring);
        if (schema.isMissingNode()) {
            faults.add(place + ": no schema at " + referring);
        }
        if (schema.has("oneOf")) {
            long fitting = 0;
            for (JsonNode one : schema.get("oneOf")) {
                fitting += faults(value, one).isEmpty() ? 1 : 0;
            }
            if (fitting != 1) {
                faults.add(place + ": fits " + fitting + " of oneOf");
            }
        }
        if (schema.has("type") && !typed(value, schema.get("type"))) {
            faults.add(place + ": " + value + " is not " + schema.get("type"));
        }
        if (schema.has("const") && !schema.get("const").equals(value)) {
            faults.add(place + ": " + value + " is not " + schema.get("const"));
        }
        if (schema.has("enum") && !contains(schema.get("enum"), value)) {
            faults.add(place + ": " + value + " is none of " + schema.get("enum"));
        }
        if (schema.has("pattern")
                && !value.asText().matches(schema.get("pattern").asText())) {
            faults.add(place + ": " + value + " does not match " + schema.get("pattern"));
        }
        if (value.isArray() && schema.has("items")) {
            for (int at = 0; at < value.size(); at++) {
                check(value.get(at), schema.get("items"), place + "[" + at + "]", faults);
            }
        }
        if (value.isObject() && !schema.has("oneOf")) {
            object(value, schema, place, faults);
        }
    }

    private void object(JsonNode value, JsonNode schema, String place, List<String> faults) {
        Map<String, JsonNode> properties = properties(schema, value, place, faults);
        value.properties().forEach(field -> {
            String at = place + "." + field.getKey();
            JsonNode described = properties.get(field.getKey());
            if (described != null) {
                check(field.getValue(), described, at, faults);
            } else if (schema.has("additionalProperties")) {
                check(field.getValue(), schema.get("additionalProperties"), at, faults);
            } else {
                faults.add(at + ": is not described");
            }
        });
    }

    /** Its properties and those of its {@code allOf}; notes missing {@code required} ones. */
    private Map<String, JsonNode> properties(JsonNode schema, JsonNode value, String place, List<String> faults) {
        Map<String, JsonNode> properties = new TreeMap<>();
        schema.path("allOf").forEach(part -> properties.putAll(properties(resolve(part), value, place, faults)));
        schema.path("properties").properties().forEach(field -> properties.put(field.getKey(), field.getValue()));
        schema.path("required").forEach(name -> {
            if (!value.has(name.asText())) {
                faults.add(place + "." + name.asText() + ": is missing");
            }
        });
        return properties;
    }

    private static boolean typed(JsonNode value, JsonNode type) {
        if (type.isArray()) {
            for (JsonNode one : type) {
                if (typed(value, one)) {
                    return true;
                }
            }
            return false;
        }
        return switch (type.asText()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> false;
        };
    }

    private static boolean contains(JsonNode values, JsonNode value) {
        for (JsonNode one : values) {
            if (one.equals(value)) {
                return true;
            }
        }
        return false;
    }
}
