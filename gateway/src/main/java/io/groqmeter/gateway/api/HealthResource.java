package io.groqmeter.gateway.api;

import io.groqmeter.UsageQueue;
import io.groqmeter.budget.BudgetGuard;
import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.LocalResponse;
import io.groqmeter.gateway.local.Resource;
import io.groqmeter.pricing.LivePrices;
import io.groqmeter.store.StoreHealth;
import io.groqmeter.store.UsageStore;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * {@code GET /healthz}: 200 while calls are written to disk; 503 while they wait in memory, or while the gateway is shutting down.
 * Calls pass either way. {@code status} is {@code ok}, {@code degraded} (something needs the owner's attention) or {@code draining}
 * (send new calls elsewhere). Details are for owners only.
 */
public final class HealthResource implements Resource {

    private final UsageStore store;
    private final UsageQueue queue;
    private final BudgetGuard guard;
    private final LivePrices prices;
    private final Supplier<List<String>> damage;
    private final BooleanSupplier draining;

    /**
     * @param damage unresolved damage, a line each
     * @param draining whether the gateway is shutting down
     */
    public HealthResource(
            UsageStore store,
            UsageQueue queue,
            BudgetGuard guard,
            LivePrices prices,
            Supplier<List<String>> damage,
            BooleanSupplier draining) {
        this.store = store;
        this.queue = queue;
        this.guard = guard;
        this.prices = prices;
        this.damage = damage;
        this.draining = draining;
    }

    @Override
    public LocalResponse answer(LocalRequest request) {
        StoreHealth health = store.check();
        String failing = queue.failing();
        String budgets = guard.problem().orElse(null);
        String problem = prices.problem().orElse(null);
        boolean recording = health.ok() && failing == null;
        long spooled = queue.spooled();
        List<String> damaged = damage.get();
        boolean faultless = recording
                && problem == null
                && budgets == null
                && queue.refused() == 0
                && !health.behind()
                && queue.problem() == null
                && damaged.isEmpty();
        boolean ending = draining.getAsBoolean();
        return LocalResponse.json(recording && !ending ? 200 : 503, json -> {
            json.writeStartObject();
            json.writeStringField("status", ending ? "draining" : faultless ? "ok" : "degraded");
            json.writeBooleanField("recording", recording);
            if (!request.principal().owner()) {
                json.writeEndObject();
                return;
            }
            json.writeObjectFieldStart("store");
            json.writeBooleanField("ok", health.ok());
            json.writeStringField("detail", health.detail());
            json.writeNumberField("spooled", spooled);
            json.writeEndObject();
            json.writeObjectFieldStart("queue");
            json.writeNumberField("backlog", queue.backlog());
            json.writeNumberField("refused", queue.refused());
            json.writeStringField("failing", failing);
            json.writeEndObject();
            json.writeStringField("prices_problem", problem);
            json.writeStringField("budgets_problem", budgets);
            json.writeArrayFieldStart("damage");
            for (String line : damaged) {
                json.writeString(line);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }
}
