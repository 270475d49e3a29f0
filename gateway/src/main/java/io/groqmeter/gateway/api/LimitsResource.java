package io.groqmeter.gateway.api;

import io.groqmeter.budget.BudgetGuard;
import io.groqmeter.budget.Limit;
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

/** {@code /api/limits}: the limits per minute; setting and removing them. */
public final class LimitsResource {

    private final BudgetGuard guard;
    private final PolicyStore policies;

    public LimitsResource(BudgetGuard guard, PolicyStore policies) {
        this.guard = guard;
        this.policies = policies;
    }

    /** {@code GET}: every limit. */
    public Reply list(LocalRequest request) {
        return limits(guard.rules().limits());
    }

    private static Reply limits(List<Limit> limits) {
        return Reply.json(json -> {
            json.writeStartObject();
            BudgetStateJson.write(json, limits);
            json.writeNullField("next_cursor");
            json.writeEndObject();
        });
    }

    /** {@code PUT}: sets a limit, in place of the one of the same scope and measure. */
    public Reply set(LocalRequest request) {
        Limit limit =
                BudgetsResource.understood(() -> RuleJson.limit(new String(request.body(), StandardCharsets.UTF_8)));
        policies.put(RuleJson.policy(limit));
        guard.reload().join();
        return limits(List.of(limit));
    }

    /** {@code DELETE}: removes the limit of a scope and measure. */
    public Reply remove(LocalRequest request) {
        String id = BudgetsResource.understood(() -> Scope.parse(
                        request.parameter("scope").orElse("")) + "/"
                + Limit.Measure.parse(request.parameter("measure").orElse("")).label());
        if (!policies.remove(PolicyKind.LIMIT, id)) {
            throw new BadRequest(
                    ApiError.notFound("There is no limit " + id + " to remove; one of budgets.json is removed there."));
        }
        guard.reload().join();
        return limits(List.of());
    }
}
