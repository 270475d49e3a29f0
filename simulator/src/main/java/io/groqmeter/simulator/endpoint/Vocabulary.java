package io.groqmeter.simulator.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The text of the simulated models: words for prose, samples for schemas. Some words have characters of two to four bytes. */
final class Vocabulary {

    private static final String[] WORDS =
            ("the meter counts every token that passes and writes its cost into a book before"
                            + " anyone asks; café señal straße 東京 Привет 🍪 so a reader finds each call once, with its price,"
                            + " its model and its hour; nothing more, nothing less. Then the day ends and sums agree.")
                    .split(" ");
    private static final int MAX_DEPTH = 8;

    private Vocabulary() {}

    /** That many words, each but the first with a leading space, like tokens. */
    static List<String> words(int count, SplittableRandom random) {
        List<String> words = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String word = WORDS[random.nextInt(WORDS.length)];
            words.add(i == 0 ? word : " " + word);
        }
        return words;
    }

    /** A value that a JSON schema accepts; a default object when the schema says nothing. */
    static JsonNode sample(JsonNode schema, SplittableRandom random) {
        if (schema.isEmpty()) {
            return Json.object().put("answer", "forty-two").put("confident", true);
        }
        return sample(schema, schema, random, 0);
    }

    private static JsonNode sample(JsonNode root, JsonNode schema, SplittableRandom random, int depth) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (depth > MAX_DEPTH) {
            return json.nullNode();
        }
        if (schema.path("$ref").asText().startsWith("#/")) {
            return sample(root, root.at(schema.get("$ref").asText().substring(1)), random, depth + 1);
        }
        for (String choice : List.of("anyOf", "oneOf", "allOf")) {
            if (schema.has(choice)) {
                return sample(root, schema.get(choice).path(0), random, depth + 1);
            }
        }
        if (schema.has("const")) {
            return schema.get("const");
        }
        if (schema.has("enum")) {
            return schema.get("enum").path(0);
        }
        JsonNode type = schema.path("type");
        return switch (type.isArray() ? type.path(0).asText() : type.asText("object")) {
            case "string" -> json.textNode(WORDS[random.nextInt(WORDS.length)]);
            case "integer" -> json.numberNode(random.nextInt(1, 100));
            case "number" -> json.numberNode(random.nextInt(1, 1000) / 8.0);
            case "boolean" -> json.booleanNode(true);
            case "null" -> json.nullNode();
            case "array" -> Json.array().add(sample(root, schema.path("items"), random, depth + 1));
            default -> {
                ObjectNode object = Json.object();
                schema.path("properties")
                        .properties()
                        .forEach(member ->
                                object.set(member.getKey(), sample(root, member.getValue(), random, depth + 1)));
                yield object;
            }
        };
    }
}
