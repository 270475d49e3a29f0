package io.groqmeter.gateway;

import io.groqmeter.access.KeyBook;
import io.groqmeter.access.LiveKeyRing;
import io.groqmeter.gateway.access.Entrance;
import io.groqmeter.gateway.access.FailedAttempts;
import io.groqmeter.gateway.access.HostRule;
import io.groqmeter.gateway.access.Sessions;
import io.groqmeter.gateway.proxy.Callers;

/**
 * Who comes in, put together. Wrong keys and wrong tokens are counted apart, so that a program with a dead key locks out no owner.
 *
 * @param hosts tells this machine's programs from foreign pages
 * @param sessions browsers that logged in
 * @param wrongKeys wrong caller keys by address
 * @param entrance to the own routes
 * @param keys the caller keys of the moment
 */
record Door(HostRule hosts, Sessions sessions, FailedAttempts wrongKeys, Entrance entrance, LiveKeyRing keys)
        implements AutoCloseable {

    static Door of(GatewayOptions options, GatewayParts parts) {
        HostRule hosts = new HostRule(options.access().allowedHosts(), !options.loopback());
        Sessions sessions = new Sessions(parts.clock());
        return new Door(
                hosts,
                sessions,
                new FailedAttempts(parts.clock()),
                new Entrance(options.access(), hosts, sessions, new FailedAttempts(parts.clock())),
                new LiveKeyRing(new KeyBook(parts.policies(), options.secret(), parts.clock())));
    }

    Callers callers(GatewayOptions options, GatewayParts parts) {
        return new Callers(
                options.secret(),
                options.proxy().apiKey(),
                options.access().keyless(),
                keys,
                entrance,
                hosts,
                wrongKeys,
                parts.clock());
    }

    @Override
    public void close() {
        keys.close();
    }
}
