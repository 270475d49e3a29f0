package io.groqmeter.gateway.api;

import io.groqmeter.budget.Budget;
import io.groqmeter.budget.BudgetGuard;
import io.groqmeter.budget.BudgetPeriod;
import io.groqmeter.budget.BudgetState;
import io.groqmeter.budget.RuleJson;
import io.groqmeter.budget.Scope;
import io.groqmeter.gateway.http.ApiError;
import io.groqmeter.gateway.local.BadRequest;
import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.Reply;
import io.groqmeter.report.BudgetStateJson;
import io.groqmeter.store.PolicyKind;
import io.groqmeter.store.PolicyStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/** {@code /api/budgets}: how budgets stand; setting and removing them. What is changed here holds when the answer comes. */
public final class BudgetsResource {

    private final BudgetGuard guard;
    private final PolicyStore policies;

    public BudgetsResource(BudgetGuard guard, PolicyStore policies) {
        this.guard = guard;
        this.policies = policies;
    }

    /** {@code GET}: every budget, and how it stands. */
    public Reply list(LocalRequest request) {
        return states(200, guard.states());
    }

    private Reply states(int status, List<BudgetState> states) {
        return Reply.json(status, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("data");
            for (BudgetState state : states) {
                BudgetStateJson.write(json, state);
            }
            json.writeEndArray();
            json.writeNullField("next_cursor");
            json.writeStringField("problem", guard.problem().orElse(null));
            json.writeEndObject();
        });
    }

    /** {@code POST}: sets a budget that is not there yet. */
    public Reply create(LocalRequest request) {
        Budget budget = budget(request);
        if (!policies.add(RuleJson.policy(budget))) {
            throw new BadRequest(new ApiError(
                    409,
                    "invalid_request_error",
                    "budget_exists",
                    "There is a budget " + budget.id() + " already; PUT replaces it."));
        }
        return changed(201, budget);
    }

    /** {@code PUT}: sets a budget, in place of the one of the same scope and period. */
    public Reply set(LocalRequest request) {
        Budget budget = budget(request);
        policies.put(RuleJson.policy(budget));
        return changed(200, budget);
    }

    private static Budget budget(LocalRequest request) {
        return understood(() -> RuleJson.budget(new String(request.body(), StandardCharsets.UTF_8)));
    }

    private Reply changed(int status, Budget budget) {
        guard.reload().join();
        return states(
                status,
                guard.states().stream()
                        .filter(state -> state.budget().id().equals(budget.id()))
                        .toList());
    }

    /** {@code DELETE}: removes the budget of a scope and period. */
    public Reply remove(LocalRequest request) {
        String id = understood(() -> Scope.parse(request.parameter("scope").orElse("")) + "/"
                + BudgetPeriod.parse(request.parameter("period").orElse("")).label());
        if (!policies.remove(PolicyKind.BUDGET, id)) {
            throw new BadRequest(ApiError.notFound(
                    "There is no budget " + id + " to remove; one of budgets.json is removed there."));
        }
        guard.reload().join();
        return states(200, List.of());
    }

    static <T> T understood(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            throw new BadRequest("unusable_rule", String.valueOf(e.getMessage()));
        }
    }
}
