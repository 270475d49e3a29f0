package io.groqmeter.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.groqmeter.budget.BudgetGuard;
import io.groqmeter.budget.Limit;
import io.groqmeter.budget.RuleJson;
import io.groqmeter.budget.Scope;
import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.Reply;
import io.groqmeter.store.PolicyKind;
import io.groqmeter.store.PolicyStore;
import java.util.List;

/** {@code /api/limits}: the limits per minute; setting and removing them. */
public final class LimitsResource {

    private final BudgetGuard guard;
    private final KeptRules kept;

    public LimitsResource(BudgetGuard guard, PolicyStore policies) {
        this.guard = guard;
        this.kept = new KeptRules(guard, policies);
    }

    /** {@code GET}: every limit. */
    public Reply list(LocalRequest request) {
        return told(guard.rules().limits());
    }

    private Reply told(List<Limit> limits) {
        return Reply.json(json -> {
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
            json.writeEndObject();
        });
    }

    /** {@code PUT}: sets a limit, in place of the one of the same scope and measure. */
    public Reply set(LocalRequest request) {
        Limit limit = KeptRules.understood(() -> RuleJson.limit(new String(request.body(), UTF_8)));
        kept.put(RuleJson.policy(limit));
        return told(List.of(limit));
    }

    /** {@code DELETE}: removes the limit of a scope and measure. */
    public Reply remove(LocalRequest request) {
        kept.remove(
                PolicyKind.LIMIT,
                KeptRules.understood(() -> Scope.parse(
                                request.parameter("scope").orElse("")) + "/"
                        + Limit.Measure.parse(request.parameter("measure").orElse(""))
                                .label()));
        return told(List.of());
    }
}
