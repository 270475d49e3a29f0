package io.groqmeter.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.groqmeter.budget.BudgetGuard;
import io.groqmeter.budget.KnownNames;
import io.groqmeter.budget.KnownNames.Doubt;
import io.groqmeter.budget.Limit;
import io.groqmeter.budget.RuleJson;
import io.groqmeter.budget.Scope;
import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.Reply;
import io.groqmeter.store.PolicyKind;
import io.groqmeter.store.PolicyStore;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code /api/limits}: the limits per minute; setting and removing them. */
public final class LimitsResource {

    private final BudgetGuard guard;
    private final KeptRules kept;

    /** @param names that calls go by so far */
    public LimitsResource(BudgetGuard guard, PolicyStore policies, Supplier<KnownNames> names) {
        this.guard = guard;
        this.kept = new KeptRules(guard, policies, names);
    }

    /** {@code GET}: every limit. */
    public Reply list(LocalRequest request) {
        return told(guard.rules().limits(), null);
    }

    private Reply told(List<Limit> limits, @Nullable Doubt warning) {
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
            KeptRules.write(json, warning);
            json.writeEndObject();
        });
    }

    /** {@code PUT}: sets a limit, in place of the one of the same scope and measure. */
    public Reply set(LocalRequest request) {
        Limit limit = KeptRules.understood(() -> RuleJson.limit(new String(request.body(), UTF_8)));
        Doubt warning = kept.doubt(limit.scope());
        kept.put(RuleJson.policy(limit));
        return told(List.of(limit), warning);
    }

    /** {@code DELETE}: removes the limit of a scope and measure. */
    public Reply remove(LocalRequest request) {
        kept.remove(
                PolicyKind.LIMIT,
                KeptRules.understood(() -> Scope.parse(
                                request.parameter("scope").orElse("")) + "/"
                        + Limit.Measure.parse(request.parameter("measure").orElse(""))
                                .label()));
        return told(List.of(), null);
    }
}
