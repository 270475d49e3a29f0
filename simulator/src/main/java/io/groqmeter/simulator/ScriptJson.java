package io.groqmeter.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.groqmeter.simulator.script.Script;
import io.groqmeter.simulator.wire.Answer;
import io.groqmeter.simulator.wire.Body;
import io.groqmeter.simulator.wire.Cut;
import io.groqmeter.simulator.wire.Delivery;
import io.groqmeter.simulator.wire.Header;
import io.groqmeter.simulator.wire.Split;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a posted script: {@code {method?, path?, status?, headers?, body_base64? | chunks_base64?, delay_ms?, chunk_delay_ms?,
 * cut?}}. Headers are an object, or an array of name and value pairs where a name is repeated.
 */
final class ScriptJson {

    private ScriptJson() {}

    /** @throws IllegalArgumentException when it is not valid; says why */
    static Script read(JsonNode json) {
        if (!json.isObject()) {
            throw new IllegalArgumentException("a script is a JSON object, got " + json.getNodeType());
        }
        Answer answer = new Answer(json.path("status").asInt(200), headers(json.path("headers")), body(json));
        Delivery delivery = new Delivery(
                Duration.ofMillis(json.path("delay_ms").asLong(0)),
                Duration.ofMillis(json.path("chunk_delay_ms").asLong(0)),
                false,
                json.has("cut") ? Cut.parse(json.get("cut").asText()) : Cut.NONE,
                Split.NONE,
                false,
                null,
                false);
        return new Script(text(json, "method"), text(json, "path"), answer, delivery);
    }

    private static List<Header> headers(JsonNode json) {
        List<Header> headers = new ArrayList<>();
        if (json.isArray()) {
            json.forEach(pair ->
                    headers.add(new Header(pair.path(0).asText(), pair.path(1).asText())));
        } else {
            json.properties()
                    .forEach(header -> headers.add(
                            new Header(header.getKey(), header.getValue().asText())));
        }
        return headers;
    }

    private static Body body(JsonNode json) {
        if (json.has("chunks_base64")) {
            List<byte[]> chunks = new ArrayList<>();
            json.get("chunks_base64")
                    .forEach(chunk -> chunks.add(Base64.getDecoder().decode(chunk.asText())));
            return new Body.Chunked(chunks);
        }
        return new Body.Whole(
                Base64.getDecoder().decode(json.path("body_base64").asText("")));
    }

    private static @Nullable String text(JsonNode json, String member) {
        return json.path(member).isTextual() ? json.get(member).asText() : null;
    }
}
