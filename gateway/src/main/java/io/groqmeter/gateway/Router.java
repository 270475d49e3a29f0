package io.groqmeter.gateway;

import io.groqmeter.gateway.access.Cors;
import io.groqmeter.gateway.api.RemoteCalls;
import io.groqmeter.gateway.http.Client;
import io.groqmeter.gateway.http.Discard;
import io.groqmeter.gateway.http.Exchange;
import io.groqmeter.gateway.local.LocalExchange;
import io.groqmeter.gateway.local.LocalRoutes;
import io.groqmeter.gateway.local.Route;
import io.groqmeter.gateway.proxy.ProxyHandler;
import io.netty.handler.codec.http.HttpRequest;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Routes each request: to Groq, or to the gateway's own routes. */
final class Router implements AutoCloseable {

    /** The prefixes of Groq's API; some of Groq's own samples use the second. */
    private static final List<String> GROQ_PREFIXES = List.of("/openai/v1/", "/api/openai/v1/");

    private final ProxyHandler proxy;
    private final AccessControl access;
    private final Cors cors;
    private final LocalRoutes local;

    /**
     * @param remote calls that are metered in other processes
     * @param draining whether the gateway is shutting down
     */
    Router(
            ProxyHandler proxy,
            RemoteCalls remote,
            AccessControl access,
            GatewayOptions options,
            GatewayParts parts,
            BooleanSupplier draining) {
        this.proxy = proxy;
        this.access = access;
        this.cors = options.access().cors();
        this.local =
                new LocalRoutes(RouteList.of(proxy, remote, access, options, parts, draining), access.authorizer());
    }

    Exchange open(HttpRequest request, Client client) {
        String uri = request.uri();
        int query = uri.indexOf('?');
        String path = query < 0 ? uri : uri.substring(0, query);
        for (String prefix : GROQ_PREFIXES) {
            if (path.startsWith(prefix)) {
                return groq(request, path.substring(prefix.length()), client);
            }
        }
        if (!local.takesCallerKey(request.uri())) {
            return new LocalExchange(request, local, client);
        }
        // Without a key, no foreign page gets anything from it; so any page may read it, like Groq's own answers.
        Cors policy = cors.isConfigured() ? cors : Cors.any();
        return Cors.isPreflight(request)
                ? preflight(policy, request, client)
                : new LocalExchange(request, local, policy.withHeaders(request, client));
    }

    private Exchange groq(HttpRequest request, String path, Client client) {
        if (!Cors.isPreflight(request)) {
            return proxy.open(request, path, cors.withHeaders(request, client));
        }
        return cors.isConfigured() ? preflight(cors, request, client) : proxy.openPreflight(request, path, client);
    }

    private static Exchange preflight(Cors policy, HttpRequest request, Client client) {
        policy.answerPreflight(request, client);
        return new Discard();
    }

    List<Route> ownRoutes() {
        return local.all();
    }

    /** The gateway is closing: streams without an end of their own end now. */
    void closing() {
        local.closing();
    }

    @Override
    public void close() {
        local.close();
        access.close();
    }
}
