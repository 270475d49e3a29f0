package io.groqmeter.gateway.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.groqmeter.access.CallerKey;
import io.groqmeter.access.KeyRing;
import io.groqmeter.access.KeyText;
import io.groqmeter.gateway.access.Entrance;
import io.groqmeter.gateway.access.FailedAttempts;
import io.groqmeter.gateway.access.HostRule;
import io.groqmeter.gateway.access.Keyless;
import io.groqmeter.gateway.access.Sessions;
import io.groqmeter.gateway.http.ApiError;
import io.groqmeter.usage.Attribution;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells who is calling.
 *
 * <p>A caller key becomes the gateway's Groq key on the way, and its name, project and user are whom the call is booked to, whatever
 * the request's own headers say. A caller's own Groq key is passed on and remembered only as a fingerprint: eight bytes of an
 * HMAC-SHA256 under a secret of this installation, so that a leaked database does not even confirm a guessed key.
 */
public final class Callers {

    private static final Logger LOG = LoggerFactory.getLogger(Callers.class);
    private static final String OURS = "x-groqmeter-";
    private static final int MOST_TAGS = 16;

    private final SecretKeySpec secret;
    private final @Nullable String apiKey;
    private final Keyless keyless;
    private final Supplier<KeyRing> keys;
    private final Entrance entrance;
    private final HostRule hosts;
    private final FailedAttempts failures;
    private final InstantSource clock;

    /**
     * @param secret this installation's secret, at least 16 bytes
     * @param apiKey the gateway's Groq key; null when there is none
     * @param keyless who may call without a caller key
     * @param keys the caller keys of the moment
     * @param entrance knows the gateway's own tokens, which must not reach Groq
     * @param hosts tells this machine's programs from foreign pages
     * @param failures where wrong keys are counted
     */
    public Callers(
            byte[] secret,
            @Nullable String apiKey,
            Keyless keyless,
            Supplier<KeyRing> keys,
            Entrance entrance,
            HostRule hosts,
            FailedAttempts failures,
            InstantSource clock) {
        this.secret = new SecretKeySpec(secret, "HmacSHA256");
        this.apiKey = apiKey;
        this.keyless = keyless;
        this.keys = keys;
        this.entrance = entrance;
        this.hosts = hosts;
        this.failures = failures;
        this.clock = clock;
    }

    /** The answer: who it is and what for, or why not. */
    sealed interface Identified {
        record Caller(Attribution attribution, KeyScope scope) implements Identified {}

        record Refused(ApiError error) implements Identified {}
    }

    /**
     * Identifies a caller, and turns the headers into those Groq shall see: ours are taken out, the gateway's key is put in where the
     * caller may use it.
     */
    Identified identify(HttpHeaders headers, InetAddress from) {
        String authorization = headers.get(HttpHeaderNames.AUTHORIZATION);
        Identified identified;
        if (authorization == null || authorization.isBlank()) {
            identified = withoutKey(headers, from);
        } else {
            String key = bearer(authorization);
            identified =
                    KeyText.claimsToBeOne(key) ? withCallerKey(key, headers, from) : withGroqKey(key, headers, from);
        }
        removeOurs(headers);
        Sessions.strip(headers);
        return identified;
    }

    private Identified withCallerKey(String text, HttpHeaders headers, InetAddress from) {
        KeyRing.Found found = keys.get().find(text, clock.instant());
        if (found instanceof KeyRing.Found.Valid valid) {
            if (apiKey == null) {
                return new Identified.Refused(KeyErrors.noGroqKey());
            }
            headers.set(HttpHeaderNames.AUTHORIZATION, "Bearer " + apiKey);
            CallerKey key = valid.key();
            String project = key.project() != null ? key.project() : headers.get(OURS + "project");
            String user = key.user() != null ? key.user() : headers.get(OURS + "user");
            return new Identified.Caller(
                    new Attribution(key.name(), project, user, tags(headers.get(OURS + "tags"))), new KeyScope(key));
        }
        Duration wait = failures.wait(from);
        if (failures.failed(from)) {
            LOG.warn("Refused a caller key from {}: {} ({})", from.getHostAddress(), said(found), fingerprint(text));
        }
        return new Identified.Refused(wait.isZero() ? error(found) : Entrance.tooMany(wait));
    }

    private static ApiError error(KeyRing.Found found) {
        if (found instanceof KeyRing.Found.Over over) {
            return KeyErrors.over(over.key(), over.state());
        } else if (found instanceof KeyRing.Found.Replaced replaced) {
            return KeyErrors.replaced(replaced.key());
        }
        return found instanceof KeyRing.Found.Misspelt ? KeyErrors.misspelt() : KeyErrors.unknown();
    }

    private static String said(KeyRing.Found found) {
        if (found instanceof KeyRing.Found.Over over) {
            return "'" + over.key().name() + "' is " + over.state().name().toLowerCase(Locale.ROOT);
        } else if (found instanceof KeyRing.Found.Replaced replaced) {
            return "'" + replaced.key().name() + "' was rotated";
        }
        return found instanceof KeyRing.Found.Misspelt ? "misspelt or cut" : "unknown";
    }

    private Identified withGroqKey(String key, HttpHeaders headers, InetAddress from) {
        if (entrance.isToken(key)) {
            return new Identified.Refused(KeyErrors.ownToken());
        }
        boolean may = keyless == Keyless.ANYBODY || (keyless == Keyless.LOCAL && from.isLoopbackAddress());
        return may ? anonymous(fingerprint(key), headers) : new Identified.Refused(KeyErrors.needed());
    }

    /** For a program on this machine the gateway's key is put in; where there is none, Groq itself says that one is missing. */
    private Identified withoutKey(HttpHeaders headers, InetAddress from) {
        if (keyless == Keyless.NOBODY || !from.isLoopbackAddress()) {
            return new Identified.Refused(KeyErrors.needed());
        }
        if (apiKey == null) {
            return anonymous(null, headers);
        }
        ApiError foreign = hosts.refusal(headers, "the gateway's Groq key");
        if (foreign != null) {
            return new Identified.Refused(foreign);
        }
        if (!hosts.isLocal(headers, from)) {
            return new Identified.Refused(KeyErrors.needed());
        }
        headers.set(HttpHeaderNames.AUTHORIZATION, "Bearer " + apiKey);
        return anonymous("gateway", headers);
    }

    private static Identified anonymous(@Nullable String key, HttpHeaders headers) {
        return new Identified.Caller(
                new Attribution(
                        key,
                        headers.get(OURS + "project"),
                        headers.get(OURS + "user"),
                        tags(headers.get(OURS + "tags"))),
                new KeyScope(null));
    }

    /** Takes out the headers meant for us; they are nobody else's business. */
    static void removeOurs(HttpHeaders headers) {
        for (String name : headers.names()) {
            if (name.regionMatches(true, 0, OURS, 0, OURS.length())) {
                headers.remove(name);
            }
        }
    }

    private static String bearer(String authorization) {
        return authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                ? authorization.substring(7).strip()
                : authorization;
    }

    private String fingerprint(String key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            return "key-" + HexFormat.of().formatHex(mac.doFinal(key.getBytes(UTF_8)), 0, 8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    /** Reads {@code a=b,c=d}; what has no name or no value is left out, as is all beyond 16 tags. */
    private static Map<String, String> tags(@Nullable String header) {
        if (header == null) {
            return Map.of();
        }
        Map<String, String> tags = new TreeMap<>();
        for (String pair : header.split(",")) {
            int equals = pair.indexOf('=');
            if (equals > 0 && tags.size() < MOST_TAGS) {
                String name = cut(pair.substring(0, equals).strip().toLowerCase(Locale.ROOT));
                String value = cut(pair.substring(equals + 1).strip());
                if (!name.isEmpty() && !value.isEmpty()) {
                    tags.put(name, value);
                }
            }
        }
        return tags;
    }

    private static String cut(String text) {
        return text.length() <= Attribution.LONGEST_LABEL ? text : text.substring(0, Attribution.LONGEST_LABEL);
    }
}
