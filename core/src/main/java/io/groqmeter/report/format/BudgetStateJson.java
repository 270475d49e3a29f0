package io.groqmeter.report.format;

import com.fasterxml.jackson.core.JsonGenerator;
import io.groqmeter.budget.Budget;
import io.groqmeter.budget.BudgetState;
import io.groqmeter.budget.Limit;
import io.groqmeter.budget.rules.RuleJson;
import io.groqmeter.text.Dollars;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The state of budgets as JSON, the same in the API and on the command line. */
public final class BudgetStateJson {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private BudgetStateJson() {}

    /** Writes one budget for one group as an object. */
    public static void write(JsonGenerator json, BudgetState state) throws IOException {
        json.writeStartObject();
        RuleJson.write(json, state.budget());
        json.writeStringField("group", state.group().isEmpty() ? null : state.group());
        json.writeStringField(
                "started_at", state.startedAt().map(Instant::toString).orElse(null));
        json.writeStringField("spent_usd", Dollars.digits(state.spent()));
        json.writeStringField("reserved_usd", Dollars.digits(state.reserved()));
        json.writeStringField("unsettled_usd", Dollars.digits(state.unsettled()));
        json.writeStringField("held_usd", Dollars.digits(state.held()));
        json.writeStringField("remaining_usd", Dollars.digits(state.remaining()));
        json.writeStringField("spent_percent", percent(state.spent(), state.budget()));
        json.writeStringField("held_percent", percent(state.held(), state.budget()));
        json.writeStringField(
                "resets_at", state.resetsAt().map(Instant::toString).orElse(null));
        json.writeEndObject();
    }

    /** The part of the budget that is, to one decimal; null of a budget of nothing. */
    private static @Nullable String percent(BigDecimal part, Budget budget) {
        return budget.usd().signum() == 0
                ? null
                : Dollars.digits(part.multiply(HUNDRED).divide(budget.usd(), 1, RoundingMode.HALF_EVEN));
    }

    /** Writes limits as the field {@code data} of an open object. */
    public static void write(JsonGenerator json, List<Limit> limits) throws IOException {
        json.writeArrayFieldStart("data");
        for (Limit limit : limits) {
            json.writeStartObject();
            RuleJson.write(json, limit);
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
