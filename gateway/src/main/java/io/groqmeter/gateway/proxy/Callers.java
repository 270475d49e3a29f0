package io.groqmeter.gateway.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.groqmeter.gateway.http.ApiError;
import io.groqmeter.gateway.http.LocalOnly;
import io.groqmeter.usage.Attribution;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Tells who is calling.
 *
 * <p>A caller's own Groq key is passed on and remembered only as a fingerprint: eight bytes of an HMAC-SHA256 under a secret of this
 * installation, so that a leaked database does not even confirm a guessed key.
 */
public final class Callers {

    private static final String OURS = "x-groqmeter-";
    private static final int MOST_TAGS = 16;

    private final SecretKeySpec secret;
    private final @Nullable String apiKey;

    /**
     * @param secret this installation's secret, at least 16 bytes
     * @param apiKey the Groq key for local callers that send none; null when there is none
     */
    public Callers(byte[] secret, @Nullable String apiKey) {
        this.secret = new SecretKeySpec(secret, "HmacSHA256");
        this.apiKey = apiKey;
    }

    /** The answer: who it is, or why not. */
    sealed interface Identified {
        record Caller(Attribution attribution) implements Identified {}

        record Refused(ApiError error) implements Identified {}
    }

    /**
     * Identifies a caller, and turns the headers into those Groq shall see: ours are taken out, the gateway's key is put in where the
     * caller may use it.
     */
    Identified identify(HttpHeaders headers, InetAddress from) {
        String project = headers.get(OURS + "project");
        String user = headers.get(OURS + "user");
        Map<String, String> tags = tags(headers.get(OURS + "tags"));
        String key;
        String authorization = headers.get(HttpHeaderNames.AUTHORIZATION);
        if (authorization != null && !authorization.isBlank()) {
            key = fingerprint(bearer(authorization));
        } else if (apiKey == null) {
            key = null;
        } else {
            ApiError refusal = LocalOnly.refusal(headers, from, "the gateway's Groq key");
            if (refusal != null) {
                return new Identified.Refused(refusal);
            }
            headers.set(HttpHeaderNames.AUTHORIZATION, "Bearer " + apiKey);
            key = "gateway";
        }
        removeOurs(headers);
        return new Identified.Caller(new Attribution(key, project, user, tags));
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
