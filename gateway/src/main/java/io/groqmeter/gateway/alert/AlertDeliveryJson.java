package io.groqmeter.gateway.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** An alert delivery as JSON, for the store and the history. */
public final class AlertDeliveryJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private AlertDeliveryJson() {}

    /** The alert as receivers get it. */
    public static ObjectNode write(Alert alert) {
        ObjectNode json = JSON.createObjectNode()
                .put("id", alert.id())
                .put("rule", alert.rule())
                .put("at", alert.at().toString())
                .put("text", alert.text());
        ObjectNode facts = json.putObject("facts");
        alert.factsInOrder().forEach(facts::put);
        return json;
    }

    /** The alert with its delivery state. */
    public static ObjectNode write(AlertDelivery delivery) {
        ObjectNode json = write(delivery.alert())
                .put("period_end", delivery.alert().periodEnd().toString());
        ObjectNode channels = json.putObject("channels");
        new TreeMap<>(delivery.channels()).forEach((name, progress) -> channels.putObject(name)
                .put("state", progress.state().name().toLowerCase(Locale.ROOT))
                .put("attempts", progress.attempts())
                .put("at", progress.next().toString())
                .put("error", progress.error()));
        return json;
    }

    static AlertDelivery read(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            Map<String, String> facts = new TreeMap<>();
            json.path("facts")
                    .properties()
                    .forEach(fact -> facts.put(fact.getKey(), fact.getValue().asText()));
            Map<String, AlertDelivery.Progress> channels = new TreeMap<>();
            json.path("channels")
                    .properties()
                    .forEach(channel -> channels.put(channel.getKey(), progress(channel.getValue())));
            return new AlertDelivery(
                    new Alert(
                            json.path("id").asText(),
                            json.path("rule").asText(),
                            at(json, "at"),
                            at(json, "period_end"),
                            json.path("text").asText(),
                            facts),
                    channels);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a stored alert is corrupt", e);
        }
    }

    private static AlertDelivery.Progress progress(JsonNode json) {
        return new AlertDelivery.Progress(
                AlertDelivery.State.valueOf(json.path("state").asText().toUpperCase(Locale.ROOT)),
                json.path("attempts").asInt(),
                at(json, "at"),
                json.path("error").isTextual() ? json.path("error").asText() : null);
    }

    private static Instant at(JsonNode json, String field) {
        return Instant.parse(json.path(field).asText());
    }
}
