package io.groqmeter.gateway.api;

import io.groqmeter.budget.BudgetGuard;
import io.groqmeter.budget.RuleJson;
import io.groqmeter.gateway.http.ApiError;
import io.groqmeter.gateway.local.BadRequest;
import io.groqmeter.store.Policy;
import io.groqmeter.store.PolicyKind;
import io.groqmeter.store.PolicyStore;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The budgets and limits an owner changes over HTTP; those of {@code budgets.json} are changed there. A change holds when it returns. */
final class KeptRules {

    private final BudgetGuard guard;
    private final PolicyStore policies;

    KeptRules(BudgetGuard guard, PolicyStore policies) {
        this.guard = guard;
        this.policies = policies;
    }

    /** Where a rule that is in force stands: {@code store} or {@code file}. */
    String source(Policy rule) {
        Optional<Policy> kept = policies.find(rule.kind(), rule.id());
        return kept.isPresent() && kept.get().body().equals(rule.body()) ? "store" : "file";
    }

    /** Keeps a rule that is not there yet; false when it is. */
    boolean add(Policy rule) {
        requireOurs(rule.kind(), rule.id());
        boolean added = policies.add(rule);
        guard.reload().join();
        return added;
    }

    /** Keeps a rule, in place of the one of its id. */
    void put(Policy rule) {
        requireOurs(rule.kind(), rule.id());
        policies.put(rule);
        guard.reload().join();
    }

    /** @throws BadRequest when there is none */
    void remove(PolicyKind kind, String id) {
        requireOurs(kind, id);
        if (!policies.remove(kind, id)) {
            throw new BadRequest(ApiError.notFound("There is no " + kind.label() + " " + id + " to remove."));
        }
        guard.reload().join();
    }

    private void requireOurs(PolicyKind kind, String id) {
        Stream<Policy> inForce = kind == PolicyKind.BUDGET
                ? guard.rules().budgets().stream().map(RuleJson::policy)
                : guard.rules().limits().stream().map(RuleJson::policy);
        if (inForce.anyMatch(rule -> rule.id().equals(id) && source(rule).equals("file"))) {
            throw new BadRequest(new ApiError(
                    409,
                    "invalid_request_error",
                    "rule_of_file",
                    "The " + kind.label() + " " + id + " is set in budgets.json; change it there."));
        }
    }

    /** What was asked for. */
    static <T> T understood(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            throw new BadRequest("unusable_rule", String.valueOf(e.getMessage()));
        }
    }
}
