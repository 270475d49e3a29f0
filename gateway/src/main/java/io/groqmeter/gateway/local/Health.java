package io.groqmeter.gateway.local;

import io.groqmeter.store.StoreHealth;
import io.groqmeter.store.UsageStore;

/** {@code GET /healthz}: 200 while calls are recorded, 503 when they are not. */
public final class Health implements Resource {

    private final UsageStore store;

    public Health(UsageStore store) {
        this.store = store;
    }

    @Override
    public Reply answer(LocalRequest request) {
        StoreHealth health = store.check();
        return new Reply(
                health.ok() ? 200 : 503,
                "application/json",
                ("{\"status\":\"" + (health.ok() ? "ok" : "degraded") + "\"}")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
