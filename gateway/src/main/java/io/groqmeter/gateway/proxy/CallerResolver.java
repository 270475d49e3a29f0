package io.groqmeter.gateway.proxy;

import io.groqmeter.access.CallerKey;
import io.groqmeter.access.KeyRing;
import io.groqmeter.access.KeyText;
import io.groqmeter.gateway.access.FailedAttempts;
import io.groqmeter.gateway.access.HostRule;
import io.groqmeter.gateway.access.KeylessAccess;
import io.groqmeter.gateway.access.RequestSource;
import io.groqmeter.gateway.access.RouteAuthorizer;
import io.groqmeter.gateway.access.Sessions;
import io.groqmeter.gateway.http.ApiError;
import io.groqmeter.integration.AttributionHeaders.Said;
import io.groqmeter.usage.Attribution;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Identifies the caller of a request.
 *
 * <p>A caller key is replaced by the gateway's Groq key, and its name, project and user become the call's attribution, whatever the
 * request's own headers say. A caller's own Groq key is passed on; only its {@link KeyFingerprint} is kept.
 */
public final class CallerResolver {

    private static final Logger LOG = LoggerFactory.getLogger(CallerResolver.class);

    private final KeyFingerprint fingerprint;
    private final @Nullable String apiKey;
    private final KeylessAccess keyless;
    private final Supplier<KeyRing> keys;
    private final RouteAuthorizer authorizer;
    private final HostRule hosts;
    private final FailedAttempts failures;
    private final InstantSource clock;

    /**
     * @param secret the installation's secret, at least 16 bytes
     * @param apiKey the gateway's Groq key; null when there is none
     * @param keyless who may call without a caller key
     * @param keys the caller keys in force
     * @param authorizer knows the gateway's own tokens, which must not reach Groq
     * @param hosts tells local programs from foreign pages
     * @param failures counts wrong keys
     */
    public CallerResolver(
            byte[] secret,
            @Nullable String apiKey,
            KeylessAccess keyless,
            Supplier<KeyRing> keys,
            RouteAuthorizer authorizer,
            HostRule hosts,
            FailedAttempts failures,
            InstantSource clock) {
        this.fingerprint = new KeyFingerprint(secret);
        this.apiKey = apiKey;
        this.keyless = keyless;
        this.keys = keys;
        this.authorizer = authorizer;
        this.hosts = hosts;
        this.failures = failures;
        this.clock = clock;
    }

    /** The result: the caller and the call's attribution, or the refusal. */
    sealed interface Identified {
        /** @param remark which parts of the attribution were truncated or ignored; null when none */
        record Caller(
                Attribution attribution,
                KeyScope scope,
                @Nullable String remark) implements Identified {}

        record Refused(ApiError error) implements Identified {}
    }

    /**
     * Identifies the caller, and turns the headers into those for Groq: removes the gateway's own, and sets the gateway's key where
     * the caller may use it.
     */
    Identified identify(HttpHeaders headers, InetAddress peer) {
        RequestSource from = authorizer.source(headers, peer);
        Said said = GatewayHeaders.take(headers);
        Sessions.strip(headers);
        String authorization = headers.get(HttpHeaderNames.AUTHORIZATION);
        if (authorization == null || authorization.isBlank()) {
            return withoutKey(said, headers, from);
        }
        String key = bearer(authorization);
        return KeyText.claimsToBeOne(key) ? withCallerKey(key, said, headers, from) : withGroqKey(key, said, from);
    }

    private Identified withCallerKey(String text, Said said, HttpHeaders headers, RequestSource from) {
        KeyRing.Found found = keys.get().find(text, clock.instant());
        if (found instanceof KeyRing.Found.Valid valid) {
            if (apiKey == null) {
                return new Identified.Refused(KeyErrors.noGroqKey());
            }
            headers.set(HttpHeaderNames.AUTHORIZATION, "Bearer " + apiKey);
            CallerKey key = valid.key();
            Attribution requested = said.attribution();
            String project = key.project() != null ? key.project() : requested.project();
            String user = key.user() != null ? key.user() : requested.user();
            return new Identified.Caller(
                    new Attribution(key.name(), project, user, requested.tags()), new KeyScope(key), said.remark());
        }
        Duration wait = failures.wait(from.address());
        if (failures.failed(from.address())) {
            LOG.warn(
                    "Refused a caller key from {}: {} ({})",
                    from.address().getHostAddress(),
                    reason(found),
                    fingerprint.of(text));
        }
        return new Identified.Refused(wait.isZero() ? error(found) : RouteAuthorizer.tooManyAttempts(wait));
    }

    private static ApiError error(KeyRing.Found found) {
        if (found instanceof KeyRing.Found.Over over) {
            return KeyErrors.over(over.key(), over.state());
        } else if (found instanceof KeyRing.Found.Replaced replaced) {
            return KeyErrors.replaced(replaced.key());
        }
        return found instanceof KeyRing.Found.Misspelt ? KeyErrors.misspelt() : KeyErrors.unknown();
    }

    private static String reason(KeyRing.Found found) {
        if (found instanceof KeyRing.Found.Over over) {
            return "'" + over.key().name() + "' is " + over.state().name().toLowerCase(Locale.ROOT);
        } else if (found instanceof KeyRing.Found.Replaced replaced) {
            return "'" + replaced.key().name() + "' was rotated";
        }
        return found instanceof KeyRing.Found.Misspelt ? "misspelt or truncated" : "unknown";
    }

    private Identified withGroqKey(String key, Said said, RequestSource from) {
        if (authorizer.isToken(key)) {
            return new Identified.Refused(KeyErrors.ownToken());
        }
        boolean may = keyless == KeylessAccess.ANYBODY
                || (keyless == KeylessAccess.LOCAL && from.address().isLoopbackAddress());
        return may ? anonymous(fingerprint.of(key), said) : new Identified.Refused(KeyErrors.keyRequired());
    }

    /** For a local program the gateway's key is set; without one, Groq itself reports the missing key. */
    private Identified withoutKey(Said said, HttpHeaders headers, RequestSource from) {
        if (keyless == KeylessAccess.NOBODY || !from.address().isLoopbackAddress()) {
            return new Identified.Refused(KeyErrors.keyRequired());
        }
        if (apiKey == null) {
            return anonymous(null, said);
        }
        ApiError foreign = hosts.refusal(headers, "the gateway's Groq key");
        if (foreign != null) {
            return new Identified.Refused(foreign);
        }
        if (!hosts.isLocal(headers, from)) {
            return new Identified.Refused(KeyErrors.keyRequired());
        }
        headers.set(HttpHeaderNames.AUTHORIZATION, "Bearer " + apiKey);
        return anonymous("gateway", said);
    }

    private static Identified anonymous(@Nullable String key, Said said) {
        Attribution requested = said.attribution();
        return new Identified.Caller(
                new Attribution(key, requested.project(), requested.user(), requested.tags()),
                new KeyScope(null),
                said.remark());
    }

    private static String bearer(String authorization) {
        return authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                ? authorization.substring(7).strip()
                : authorization;
    }
}
