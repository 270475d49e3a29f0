package io.groqmeter.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.groqmeter.budget.Budget;
import io.groqmeter.budget.BudgetGuard;
import io.groqmeter.budget.BudgetPeriod;
import io.groqmeter.budget.BudgetState;
import io.groqmeter.budget.Scope;
import io.groqmeter.budget.rules.KnownNames;
import io.groqmeter.budget.rules.KnownNames.Doubt;
import io.groqmeter.budget.rules.RuleJson;
import io.groqmeter.gateway.http.ApiError;
import io.groqmeter.gateway.local.BadRequest;
import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.LocalResponse;
import io.groqmeter.report.format.BudgetStateJson;
import io.groqmeter.store.PolicyKind;
import io.groqmeter.store.PolicyStore;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code /api/budgets}: reads, sets and removes budgets. A change is in force when the answer comes. */
public final class BudgetsResource {

    private final BudgetGuard guard;
    private final EditableRules editable;

    /** @param names known so far */
    public BudgetsResource(BudgetGuard guard, PolicyStore policies, Supplier<KnownNames> names) {
        this.guard = guard;
        this.editable = new EditableRules(guard, policies, names);
    }

    /** {@code GET}: every budget and its state. */
    public LocalResponse list(LocalRequest request) {
        return response(200, guard.rules().budgets(), guard.states(), null);
    }

    private LocalResponse response(int status, List<Budget> rules, List<BudgetState> states, @Nullable Doubt warning) {
        return LocalResponse.json(status, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("data");
            for (BudgetState state : states) {
                BudgetStateJson.write(json, state);
            }
            json.writeEndArray();
            json.writeNullField("next_cursor");
            json.writeArrayFieldStart("rules");
            for (Budget budget : rules) {
                json.writeStartObject();
                RuleJson.write(json, budget);
                json.writeStringField("source", editable.source(RuleJson.policy(budget)));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeStringField("problem", guard.problem().orElse(null));
            EditableRules.write(json, warning);
            json.writeEndObject();
        });
    }

    /** {@code POST}: creates a budget. */
    public LocalResponse create(LocalRequest request) {
        Budget budget = budget(request);
        Doubt warning = editable.doubt(budget.scope());
        if (!editable.add(RuleJson.policy(budget))) {
            throw new BadRequest(new ApiError(
                    409,
                    "invalid_request_error",
                    "budget_exists",
                    "The budget " + budget.id() + " exists already; PUT replaces it."));
        }
        return changed(201, budget, warning);
    }

    /** {@code PUT}: creates or replaces the budget of a scope and period. */
    public LocalResponse set(LocalRequest request) {
        Budget budget = budget(request);
        Doubt warning = editable.doubt(budget.scope());
        editable.put(RuleJson.policy(budget));
        return changed(200, budget, warning);
    }

    private static Budget budget(LocalRequest request) {
        return EditableRules.parse(() -> RuleJson.budget(new String(request.body(), UTF_8)));
    }

    private LocalResponse changed(int status, Budget budget, @Nullable Doubt warning) {
        return response(
                status,
                List.of(budget),
                guard.states().stream()
                        .filter(state -> state.budget().id().equals(budget.id()))
                        .toList(),
                warning);
    }

    /** {@code DELETE}: removes the budget of a scope and period. */
    public LocalResponse remove(LocalRequest request) {
        editable.remove(
                PolicyKind.BUDGET,
                EditableRules.parse(() -> Scope.parse(request.parameter("scope").orElse("")) + "/"
                        + BudgetPeriod.parse(request.parameter("period").orElse(""))
                                .label()));
        return response(200, List.of(), List.of(), null);
    }
}
