package io.groqmeter.budget.rules;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.groqmeter.budget.Budget;
import io.groqmeter.budget.BudgetPeriod;
import io.groqmeter.budget.Limit;
import io.groqmeter.budget.Rules;
import io.groqmeter.budget.Scope;
import io.groqmeter.store.Policy;
import io.groqmeter.store.PolicyKind;
import io.groqmeter.text.PlainDecimal;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Budgets and limits as JSON, in the store, over HTTP and in {@code budgets.json}. Unknown fields are refused, since a
 * misspelled one would be a rule that is not kept.
 */
public final class RuleJson {

    private static final JsonFactory JSON = new JsonFactory();

    private RuleJson() {}

    /** Writes a budget's own fields into an open object. */
    public static void write(JsonGenerator json, Budget budget) throws IOException {
        json.writeStringField("scope", budget.scope().toString());
        json.writeStringField("usd", PlainDecimal.of(budget.usd()));
        json.writeStringField("period", budget.period().label());
        json.writeBooleanField("hard", budget.hard());
        if (budget.period() == BudgetPeriod.MONTH) {
            json.writeNumberField("resets_on", budget.resetsOn());
        }
        json.writeBooleanField("allow_unpriced", budget.allowUnpriced());
    }

    /** Writes a limit's own fields into an open object. */
    public static void write(JsonGenerator json, Limit limit) throws IOException {
        json.writeStringField("scope", limit.scope().toString());
        json.writeStringField("measure", limit.measure().label());
        json.writeNumberField("per_minute", limit.perMinute());
    }

    /** The policy that keeps a budget. */
    public static Policy policy(Budget budget) {
        return new Policy(PolicyKind.BUDGET, budget.id(), text(json -> write(json, budget)));
    }

    /** The policy that keeps a limit. */
    public static Policy policy(Limit limit) {
        return new Policy(PolicyKind.LIMIT, limit.id(), text(json -> write(json, limit)));
    }

    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    private static String text(Fields fields) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /**
     * Reads one budget: {@code {"scope": "user:ana", "usd": "10", "period": "month", "hard": true, "resets_on": 15}}.
     *
     * @throws IllegalArgumentException when it cannot be read; the message names the field and what it may be
     */
    public static Budget budget(String json) {
        return parsed(json, parser -> budget(fields(parser)));
    }

    /**
     * Reads one limit: {@code {"scope": "all", "measure": "requests", "per_minute": 60}}.
     *
     * @throws IllegalArgumentException when it cannot be understood
     */
    public static Limit limit(String json) {
        return parsed(json, parser -> limit(fields(parser)));
    }

    /**
     * Reads a file of rules: {@code {"budgets": […], "limits": […]}}, both lists optional.
     *
     * @throws IllegalArgumentException when it cannot be understood
     */
    public static Rules rules(String json) {
        return parsed(json, RuleJson::rules);
    }

    private static Rules rules(JsonParser json) throws IOException {
        List<Budget> budgets = new ArrayList<>();
        List<Limit> limits = new ArrayList<>();
        requireObject(json);
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String list = json.currentName();
            if (!list.equals("budgets") && !list.equals("limits")) {
                throw new IllegalArgumentException("unknown list '" + list + "'; there are budgets and limits");
            }
            if (json.nextToken() != JsonToken.START_ARRAY) {
                throw new IllegalArgumentException("'" + list + "' must be a list");
            }
            while (json.nextToken() != JsonToken.END_ARRAY) {
                if (list.equals("budgets")) {
                    budgets.add(budget(fields(json)));
                } else {
                    limits.add(limit(fields(json)));
                }
            }
        }
        return new Rules(budgets, limits);
    }

    private static Budget budget(Map<String, String> fields) {
        Budget budget = new Budget(
                Scope.parse(required(fields, "scope")),
                decimal(required(fields, "usd")),
                BudgetPeriod.parse(required(fields, "period")),
                flag(fields, "hard", true),
                (int) count(fields.getOrDefault("resets_on", "1"), "resets_on"),
                flag(fields, "allow_unpriced", false));
        requireKnown(fields, List.of("scope", "usd", "period", "hard", "resets_on", "allow_unpriced"));
        return budget;
    }

    private static Limit limit(Map<String, String> fields) {
        Limit limit = new Limit(
                Scope.parse(required(fields, "scope")),
                Limit.Measure.parse(required(fields, "measure")),
                count(required(fields, "per_minute"), "per_minute"));
        requireKnown(fields, List.of("scope", "measure", "per_minute"));
        return limit;
    }

    private static String required(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("'" + name + "' is missing");
        }
        return value;
    }

    private static BigDecimal decimal(String text) {
        try {
            return PlainDecimal.read(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'usd' must be an amount such as 12.50, not '" + PlainDecimal.quoted(text) + "'", e);
        }
    }

    private static long count(String text, String name) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'" + name + "' must be a whole number, not '" + PlainDecimal.quoted(text) + "'", e);
        }
    }

    private static boolean flag(Map<String, String> fields, String name, boolean standard) {
        String said = fields.getOrDefault(name, String.valueOf(standard));
        if (!said.equals("true") && !said.equals("false")) {
            throw new IllegalArgumentException(
                    "'" + name + "' must be true or false, not '" + PlainDecimal.quoted(said) + "'");
        }
        return said.equals("true");
    }

    private static void requireKnown(Map<String, String> fields, List<String> known) {
        for (String name : fields.keySet()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "unknown field '" + name + "'; there are " + String.join(", ", known));
            }
        }
    }

    /** The fields of a flat object, as text; leaves the parser at its end. */
    private static Map<String, String> fields(JsonParser json) throws IOException {
        if (json.currentToken() == null) {
            json.nextToken();
        }
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("a JSON object is wanted, such as {\"scope\": \"all\", …}");
        }
        Map<String, String> fields = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (!value.isScalarValue()) {
                throw new IllegalArgumentException("'" + name + "' must be a single value");
            }
            if (value != JsonToken.VALUE_NULL) {
                fields.put(name, json.getText());
            }
        }
        return fields;
    }

    private static void requireObject(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("a JSON object is wanted: {\"budgets\": […], \"limits\": […]}");
        }
    }

    private interface Reading<T> {
        T from(JsonParser json) throws IOException;
    }

    private static <T> T parsed(String text, Reading<T> reading) {
        try (JsonParser json = JSON.createParser(text)) {
            T value = reading.from(json);
            if (json.nextToken() != null) {
                throw new IllegalArgumentException("something follows the JSON object's end");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not well-formed JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
