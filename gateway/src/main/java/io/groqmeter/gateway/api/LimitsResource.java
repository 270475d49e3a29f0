package io.groqmeter.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.groqmeter.budget.BudgetGuard;
import io.groqmeter.budget.KnownNames;
import io.groqmeter.budget.KnownNames.Doubt;
import io.groqmeter.budget.Limit;
import io.groqmeter.budget.RuleJson;
import io.groqmeter.budget.Scope;
import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.LocalResponse;
import io.groqmeter.store.PolicyKind;
import io.groqmeter.store.PolicyStore;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code /api/limits}: the limits per minute; setting and removing them. */
public final class LimitsResource {

    private final BudgetGuard guard;
    private final EditableRules kept;

    /** @param names that calls go by so far */
    public LimitsResource(BudgetGuard guard, PolicyStore policies, Supplier<KnownNames> names) {
        this.guard = guard;
        this.kept = new EditableRules(guard, policies, names);
    }

    /** {@code GET}: every limit. */
    public LocalResponse list(LocalRequest request) {
        return told(guard.rules().limits(), null);
    }

    private LocalResponse told(List<Limit> limits, @Nullable Doubt warning) {
        return LocalResponse.json(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("data");
            for (Limit limit : limits) {
                json.writeStartObject();
                RuleJson.write(json, limit);
                json.writeStringField("source", kept.source(RuleJson.policy(limit)));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNullField("next_cursor");
            EditableRules.write(json, warning);
            json.writeEndObject();
        });
    }

    /** {@code PUT}: sets a limit, in place of the one of the same scope and measure. */
    public LocalResponse set(LocalRequest request) {
        Limit limit = EditableRules.understood(() -> RuleJson.limit(new String(request.body(), UTF_8)));
        Doubt warning = kept.doubt(limit.scope());
        kept.put(RuleJson.policy(limit));
        return told(List.of(limit), warning);
    }

    /** {@code DELETE}: removes the limit of a scope and measure. */
    public LocalResponse remove(LocalRequest request) {
        kept.remove(
                PolicyKind.LIMIT,
                EditableRules.understood(() -> Scope.parse(
                                request.parameter("scope").orElse("")) + "/"
                        + Limit.Measure.parse(request.parameter("measure").orElse(""))
                                .label()));
        return told(List.of(), null);
    }
}
