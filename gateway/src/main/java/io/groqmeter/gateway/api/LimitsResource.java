package io.groqmeter.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.groqmeter.budget.BudgetGuard;
import io.groqmeter.budget.Limit;
import io.groqmeter.budget.Scope;
import io.groqmeter.budget.rules.KnownNames;
import io.groqmeter.budget.rules.KnownNames.Doubt;
import io.groqmeter.budget.rules.RuleJson;
import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.LocalResponse;
import io.groqmeter.store.PolicyKind;
import io.groqmeter.store.PolicyStore;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code /api/limits}: reads, sets and removes limits per minute. */
public final class LimitsResource {

    private final BudgetGuard guard;
    private final EditableRules editable;

    /** @param names known so far */
    public LimitsResource(BudgetGuard guard, PolicyStore policies, Supplier<KnownNames> names) {
        this.guard = guard;
        this.editable = new EditableRules(guard, policies, names);
    }

    /** {@code GET}: every limit. */
    public LocalResponse list(LocalRequest request) {
        return response(guard.rules().limits(), null);
    }

    private LocalResponse response(List<Limit> limits, @Nullable Doubt warning) {
        return LocalResponse.json(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("data");
            for (Limit limit : limits) {
                json.writeStartObject();
                RuleJson.write(json, limit);
                json.writeStringField("source", editable.source(RuleJson.policy(limit)));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNullField("next_cursor");
            EditableRules.write(json, warning);
            json.writeEndObject();
        });
    }

    /** {@code PUT}: creates or replaces the limit of a scope and measure. */
    public LocalResponse set(LocalRequest request) {
        Limit limit = EditableRules.parse(() -> RuleJson.limit(new String(request.body(), UTF_8)));
        Doubt warning = editable.doubt(limit.scope());
        editable.put(RuleJson.policy(limit));
        return response(List.of(limit), warning);
    }

    /** {@code DELETE}: removes the limit of a scope and measure. */
    public LocalResponse remove(LocalRequest request) {
        editable.remove(
                PolicyKind.LIMIT,
                EditableRules.parse(() -> Scope.parse(request.parameter("scope").orElse("")) + "/"
                        + Limit.Measure.parse(request.parameter("measure").orElse(""))
                                .label()));
        return response(List.of(), null);
    }
}
