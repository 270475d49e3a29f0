package io.groqmeter.gateway.alert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groqmeter.store.Dimension;
import io.groqmeter.text.PlainDecimal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** An alert rule as JSON, in the file, over HTTP and in the store. */
public final class AlertRuleJson {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Dimension> SCOPES =
            List.of(Dimension.KEY, Dimension.PROJECT, Dimension.USER, Dimension.MODEL, Dimension.ENDPOINT);

    private AlertRuleJson() {}

    /**
     * Reads a rule.
     *
     * @throws IllegalArgumentException when it is not valid, with the reason; unknown fields are not
     */
    public static AlertRule read(JsonNode json) {
        if (!json.isObject()) {
            throw new IllegalArgumentException("a rule is a JSON object");
        }
        String name = json.path("name").asText("");
        try {
            List<String> channels = new ArrayList<>();
            json.path("channels").forEach(channel -> channels.add(channel.asText()));
            requireOnly(json);
            return new AlertRule(name, condition(json), json.has("channels") ? channels : List.of(AlertRule.LOG));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("rule '" + name + "': " + e.getMessage(), e);
        }
    }

    private static Condition condition(JsonNode json) {
        String type = json.path("type").asText("");
        return switch (type) {
            case "budget" -> new Condition.BudgetShare(percents(json));
            case "spend" -> new Condition.Spend(usd(json), period(json, AlertPeriod.DAY), scope(json));
            case "burn_rate" -> new Condition.BurnRate(usd(json), period(json, AlertPeriod.MONTH));
            case "unpriced_model" -> new Condition.UnpricedModel();
            case "unsettled" -> new Condition.Unsettled(json.path("calls").asInt(1));
            case "headroom" -> new Condition.Headroom(json.path("percent").asInt(10));
            case "store_degraded" -> new Condition.StoreDegraded();
            default ->
                throw new IllegalArgumentException("'type' is budget, spend, burn_rate, unpriced_model, unsettled,"
                        + " headroom or store_degraded, not '" + type + "'");
        };
    }

    private static void requireOnly(JsonNode json) {
        Set<String> known = new TreeSet<>(Set.of("name", "type", "channels"));
        switch (json.path("type").asText("")) {
            case "budget", "headroom" -> known.add("percent");
            case "spend" -> {
                known.addAll(Set.of("usd", "period"));
                SCOPES.forEach(scope -> known.add(scope.label()));
            }
            case "burn_rate" -> known.addAll(Set.of("usd", "period"));
            case "unsettled" -> known.add("calls");
            default -> {}
        }
        json.fieldNames().forEachRemaining(field -> {
            if (!known.contains(field)) {
                throw new IllegalArgumentException(
                        "unknown field '" + field + "'; it takes " + String.join(", ", known));
            }
        });
    }

    private static List<Integer> percents(JsonNode json) {
        JsonNode node = json.path("percent");
        List<Integer> percents = new ArrayList<>();
        (node.isArray() ? node : JSON.createArrayNode().add(node)).forEach(percent -> percents.add(percent.asInt(0)));
        return node.isMissingNode() ? List.of(50, 80, 100) : percents;
    }

    private static BigDecimal usd(JsonNode json) {
        try {
            return PlainDecimal.parse(json.path("usd").asText(""));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'usd' is a positive amount with at most 12 decimals, such as \"1.50\", not "
                            + PlainDecimal.quoted(json.path("usd").toString()),
                    e);
        }
    }

    private static AlertPeriod period(JsonNode json, AlertPeriod fallback) {
        return AlertPeriod.parse(json.path("period").asText(fallback.label()));
    }

    private static Map<Dimension, String> scope(JsonNode json) {
        Map<Dimension, String> only = new TreeMap<>();
        for (Dimension scope : SCOPES) {
            if (json.has(scope.label())) {
                only.put(scope, json.get(scope.label()).asText());
            }
        }
        return only;
    }

    /** The rule in the same form. */
    public static ObjectNode write(AlertRule rule) {
        ObjectNode json = JSON.createObjectNode();
        json.put("name", rule.name());
        Condition condition = rule.condition();
        if (condition instanceof Condition.BudgetShare budget) {
            json.put("type", "budget");
            budget.percents().forEach(json.putArray("percent")::add);
        } else if (condition instanceof Condition.Spend spend) {
            json.put("type", "spend").put("usd", PlainDecimal.of(spend.usd()));
            json.put("period", spend.period().label());
            new TreeMap<>(spend.only()).forEach((scope, value) -> json.put(scope.label(), value));
        } else if (condition instanceof Condition.BurnRate burn) {
            json.put("type", "burn_rate").put("usd", PlainDecimal.of(burn.usd()));
            json.put("period", burn.period().label());
        } else if (condition instanceof Condition.Unsettled unsettled) {
            json.put("type", "unsettled").put("calls", unsettled.calls());
        } else if (condition instanceof Condition.Headroom headroom) {
            json.put("type", "headroom").put("percent", headroom.percent());
        } else {
            json.put("type", condition instanceof Condition.UnpricedModel ? "unpriced_model" : "store_degraded");
        }
        rule.channels().forEach(json.putArray("channels")::add);
        return json;
    }
}
