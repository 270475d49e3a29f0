package io.groqmeter.gateway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groqmeter.gateway.alert.AlertDeliveryJson;
import io.groqmeter.gateway.alert.AlertRule;
import io.groqmeter.gateway.alert.AlertRuleJson;
import io.groqmeter.gateway.alert.Alerts;
import io.groqmeter.gateway.http.ApiError;
import io.groqmeter.gateway.local.BadRequest;
import io.groqmeter.gateway.local.CountParameter;
import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.LocalResponse;
import java.io.IOException;
import java.util.function.Supplier;

/** {@code /api/alerts}: the rules and the history. */
public final class AlertsResource {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Supplier<Alerts> alerts;

    /** @param alerts in force */
    public AlertsResource(Supplier<Alerts> alerts) {
        this.alerts = alerts;
    }

    /** {@code GET /api/alerts}. */
    public LocalResponse list(LocalRequest request) {
        ArrayNode data = JSON.createArrayNode();
        for (AlertRule rule : alerts.get().rules().all()) {
            data.add(toJson(rule));
        }
        return page(data);
    }

    /** {@code POST /api/alerts}: creates or replaces a rule. */
    public LocalResponse put(LocalRequest request) {
        try {
            JsonNode json = JSON.readTree(request.body());
            AlertRule rule = AlertRuleJson.read(json);
            alerts.get().rules().put(rule);
            return LocalResponse.json(toJson(rule) + "\n");
        } catch (IOException e) {
            throw new BadRequest("malformed_json", "The body is not a JSON object.");
        } catch (IllegalArgumentException e) {
            throw new BadRequest("invalid_rule", String.valueOf(e.getMessage()));
        }
    }

    /** {@code DELETE /api/alerts/{name}}. */
    public LocalResponse remove(LocalRequest request) {
        String name = request.variable("name");
        try {
            if (!alerts.get().rules().remove(name)) {
                throw new BadRequest(ApiError.notFound("There is no alert rule '" + name + "'."));
            }
        } catch (IllegalArgumentException e) {
            throw new BadRequest("rule_of_file", String.valueOf(e.getMessage()));
        }
        return LocalResponse.json(JSON.createObjectNode().put("removed", name) + "\n");
    }

    /** {@code GET /api/alerts/history}: latest first. */
    public LocalResponse history(LocalRequest request) {
        ArrayNode data = JSON.createArrayNode();
        alerts.get().outbox().all().stream()
                .limit(CountParameter.of(request, "limit", 100, 1_000))
                .map(AlertDeliveryJson::write)
                .forEach(data::add);
        return page(data);
    }

    private ObjectNode toJson(AlertRule rule) {
        return AlertRuleJson.write(rule).put("source", alerts.get().rules().isOfFile(rule.name()) ? "file" : "store");
    }

    private static LocalResponse page(ArrayNode data) {
        ObjectNode page = JSON.createObjectNode();
        page.set("data", data);
        return LocalResponse.json(page.putNull("next_cursor") + "\n");
    }
}
