package io.groqmeter.gateway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groqmeter.gateway.alert.AlertRule;
import io.groqmeter.gateway.alert.AlertRuleJson;
import io.groqmeter.gateway.alert.Alerts;
import io.groqmeter.gateway.alert.DeliveryJson;
import io.groqmeter.gateway.http.ApiError;
import io.groqmeter.gateway.local.BadRequest;
import io.groqmeter.gateway.local.Count;
import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.Reply;
import java.io.IOException;
import java.util.function.Supplier;

/** {@code /api/alerts}: the rules and what they have told. */
public final class AlertsResource {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Supplier<Alerts> alerts;

    /** @param alerts those in force */
    public AlertsResource(Supplier<Alerts> alerts) {
        this.alerts = alerts;
    }

    /** {@code GET /api/alerts}. */
    public Reply list(LocalRequest request) {
        ArrayNode data = JSON.createArrayNode();
        for (AlertRule rule : alerts.get().rules().all()) {
            data.add(shown(rule));
        }
        return page(data);
    }

    /** {@code POST /api/alerts}: keeps a rule, in place of the one of its name. */
    public Reply put(LocalRequest request) {
        try {
            JsonNode said = JSON.readTree(request.body());
            AlertRule rule = AlertRuleJson.read(said);
            alerts.get().rules().put(rule);
            return Reply.json(shown(rule) + "\n");
        } catch (IOException e) {
            throw new BadRequest("malformed_json", "The body is no JSON object.");
        } catch (IllegalArgumentException e) {
            throw new BadRequest("invalid_rule", String.valueOf(e.getMessage()));
        }
    }

    /** {@code DELETE /api/alerts/{name}}. */
    public Reply remove(LocalRequest request) {
        String name = request.variable("name");
        try {
            if (!alerts.get().rules().remove(name)) {
                throw new BadRequest(ApiError.notFound("There is no alert rule '" + name + "'."));
            }
        } catch (IllegalArgumentException e) {
            throw new BadRequest("rule_of_file", String.valueOf(e.getMessage()));
        }
        return Reply.json(JSON.createObjectNode().put("removed", name) + "\n");
    }

    /** {@code GET /api/alerts/history}: the latest first. */
    public Reply history(LocalRequest request) {
        ArrayNode data = JSON.createArrayNode();
        alerts.get().outbox().all().stream()
                .limit(Count.of(request, "limit", 100, 1_000))
                .map(DeliveryJson::write)
                .forEach(data::add);
        return page(data);
    }

    private ObjectNode shown(AlertRule rule) {
        return AlertRuleJson.write(rule).put("source", alerts.get().rules().isOfFile(rule.name()) ? "file" : "store");
    }

    private static Reply page(ArrayNode data) {
        ObjectNode page = JSON.createObjectNode();
        page.set("data", data);
        return Reply.json(page.putNull("next_cursor") + "\n");
    }
}
