package io.groqmeter.gateway.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.groqmeter.budget.BudgetGuard;
import io.groqmeter.budget.Scope;
import io.groqmeter.budget.rules.KnownNames;
import io.groqmeter.budget.rules.KnownNames.Doubt;
import io.groqmeter.budget.rules.RuleJson;
import io.groqmeter.gateway.http.ApiError;
import io.groqmeter.gateway.local.BadRequest;
import io.groqmeter.store.Policy;
import io.groqmeter.store.PolicyKind;
import io.groqmeter.store.PolicyStore;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The budgets and limits that an owner changes over HTTP; those of {@code budgets.json} are changed in the file. A change is in
 * force when the method returns.
 */
final class EditableRules {

    private final BudgetGuard guard;
    private final PolicyStore policies;
    private final Supplier<KnownNames> names;

    /** @param names known so far */
    EditableRules(BudgetGuard guard, PolicyStore policies, Supplier<KnownNames> names) {
        this.guard = guard;
        this.policies = policies;
        this.names = names;
    }

    /**
     * The warning for a rule that matches nothing so far; null when it matches something.
     *
     * @throws BadRequest when it can never match
     */
    @Nullable
    Doubt doubt(Scope scope) {
        return parse(() -> names.get().doubt(scope)).orElse(null);
    }

    /** Writes the warning about an unknown name into an open object; null for none. */
    static void write(JsonGenerator json, @Nullable Doubt doubt) throws IOException {
        if (doubt == null) {
            json.writeNullField("warning");
            return;
        }
        json.writeObjectFieldStart("warning");
        json.writeStringField("message", doubt.sentence());
        json.writeStringField("name", doubt.name());
        json.writeStringField("closest", doubt.closest());
        json.writeEndObject();
    }

    /** Where a rule in force is defined: {@code store} or {@code file}. */
    String source(Policy rule) {
        Optional<Policy> kept = policies.find(rule.kind(), rule.id());
        return kept.isPresent() && kept.get().body().equals(rule.body()) ? "store" : "file";
    }

    /** Adds a rule; false when there is one of that id. */
    boolean add(Policy rule) {
        requireEditable(rule.kind(), rule.id());
        boolean added = policies.add(rule);
        guard.reload().join();
        return added;
    }

    /** Adds or replaces a rule. */
    void put(Policy rule) {
        requireEditable(rule.kind(), rule.id());
        policies.put(rule);
        guard.reload().join();
    }

    /** @throws BadRequest when there is none */
    void remove(PolicyKind kind, String id) {
        requireEditable(kind, id);
        if (!policies.remove(kind, id)) {
            throw new BadRequest(ApiError.notFound("There is no " + kind.label() + " " + id + " to remove."));
        }
        guard.reload().join();
    }

    private void requireEditable(PolicyKind kind, String id) {
        Stream<Policy> inForce = kind == PolicyKind.BUDGET
                ? guard.rules().budgets().stream().map(RuleJson::policy)
                : guard.rules().limits().stream().map(RuleJson::policy);
        if (inForce.anyMatch(rule -> rule.id().equals(id) && source(rule).equals("file"))) {
            throw new BadRequest(new ApiError(
                    409,
                    "invalid_request_error",
                    "rule_of_file",
                    "The " + kind.label() + " " + id + " is defined in budgets.json; change it there."));
        }
    }

    /** Runs a parser and turns its complaint into a {@link BadRequest}. */
    static <T> T parse(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            throw new BadRequest("unusable_rule", String.valueOf(e.getMessage()));
        }
    }
}
