package io.groqmeter.gateway.local;

import io.groqmeter.gateway.GatewayParts;
import io.groqmeter.store.StoreHealth;

/** {@code GET /healthz}: 200 while calls are recorded, 503 when they are not. */
final class Health implements Resource {

    private final GatewayParts parts;

    Health(GatewayParts parts) {
        this.parts = parts;
    }

    @Override
    public Reply answer(LocalRequest request) {
        StoreHealth store = parts.store().check();
        return new Reply(
                store.ok() ? 200 : 503,
                "application/json",
                ("{\"status\":\"" + (store.ok() ? "ok" : "degraded") + "\"}")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
