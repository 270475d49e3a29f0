package io.groqmeter.gateway;

import io.groqmeter.gateway.chat.ChatResource;
import io.groqmeter.gateway.local.Health;
import io.groqmeter.gateway.local.Route;
import io.groqmeter.gateway.proxy.ProxyHandler;
import java.util.List;

/** The list of the gateway's own routes; {@code /openapi.yaml} describes each. */
final class OwnRoutes {

    private OwnRoutes() {}

    static List<Route> of(ProxyHandler proxy, GatewayOptions options, GatewayParts parts) {
        return List.of(
                Route.flowing("POST", "/chat", new ChatResource(proxy, options.chatModel())),
                Route.get("/healthz", new Health(parts.store())));
    }
}
