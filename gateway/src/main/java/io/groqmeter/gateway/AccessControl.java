package io.groqmeter.gateway;

import io.groqmeter.access.KeyBook;
import io.groqmeter.access.LiveKeyRing;
import io.groqmeter.gateway.access.FailedAttempts;
import io.groqmeter.gateway.access.HostRule;
import io.groqmeter.gateway.access.RouteAuthorizer;
import io.groqmeter.gateway.access.Sessions;
import io.groqmeter.gateway.proxy.CallerResolver;

/**
 * The parts that decide who may use the gateway. Wrong keys and wrong tokens are counted apart, so that a program with an expired
 * key does not lock out an owner.
 *
 * @param hosts tells local programs from foreign pages
 * @param sessions of logged-in browsers
 * @param failedKeys wrong caller keys by address
 * @param authorizer of the gateway's own routes
 * @param keys the caller keys in force
 */
record AccessControl(
        HostRule hosts, Sessions sessions, FailedAttempts failedKeys, RouteAuthorizer authorizer, LiveKeyRing keys)
        implements AutoCloseable {

    static AccessControl of(GatewayOptions options, GatewayParts parts) {
        HostRule hosts = new HostRule(options.access().allowedHosts(), !options.loopback());
        Sessions sessions = new Sessions(parts.clock());
        return new AccessControl(
                hosts,
                sessions,
                new FailedAttempts(parts.clock()),
                new RouteAuthorizer(options.access(), hosts, sessions, new FailedAttempts(parts.clock())),
                new LiveKeyRing(new KeyBook(parts.policies(), options.secret(), parts.clock())));
    }

    CallerResolver callers(GatewayOptions options, GatewayParts parts) {
        return new CallerResolver(
                options.secret(),
                options.proxy().apiKey(),
                options.access().keyless(),
                keys,
                authorizer,
                hosts,
                failedKeys,
                parts.clock());
    }

    @Override
    public void close() {
        keys.close();
    }
}
