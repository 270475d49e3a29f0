package io.groqmeter.gateway.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.CookieHeaderNames.SameSite;
import io.netty.handler.codec.http.cookie.DefaultCookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import io.netty.handler.codec.http.cookie.ServerCookieEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The sessions of logged-in browsers. A session is 256 random bits in a cookie that no script reads and no other site sends; it
 * ends after twelve hours, by logging out, or with the process. Any thread.
 */
public final class Sessions {

    /** The cookie's name; never sent to Groq. */
    public static final String COOKIE = "groqmeter_session";

    private static final Duration LIFETIME = Duration.ofHours(12);
    private static final int MAX_SESSIONS = 1_000;

    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Instant> expiries = new LinkedHashMap<>();

    public Sessions(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Starts a session.
     *
     * @param secure whether the browser came over TLS and must send the cookie over TLS only
     * @return the value of {@code Set-Cookie}
     */
    public String begin(boolean secure) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant now = clock.instant();
        synchronized (expiries) {
            expiries.values().removeIf(end -> !now.isBefore(end));
            Iterator<String> oldest = expiries.keySet().iterator();
            while (expiries.size() >= MAX_SESSIONS && oldest.hasNext()) {
                oldest.next();
                oldest.remove();
            }
            expiries.put(digest(id), now.plus(LIFETIME));
        }
        return cookie(id, LIFETIME, secure);
    }

    /** Ends the session of a request; the value of {@code Set-Cookie} that deletes the cookie. */
    public String end(HttpHeaders headers) {
        synchronized (expiries) {
            ids(headers).map(Sessions::digest).forEach(expiries::remove);
        }
        return cookie("", Duration.ZERO, false);
    }

    /** Whether a request has a valid session. */
    boolean has(HttpHeaders headers) {
        Instant now = clock.instant();
        synchronized (expiries) {
            // Looked up by a digest, so that timing reveals nothing of an id.
            return ids(headers)
                    .map(id -> Optional.ofNullable(expiries.get(digest(id))))
                    .anyMatch(end -> end.isPresent() && now.isBefore(end.get()));
        }
    }

    /** Removes the session cookie from a request to Groq; other cookies stay. */
    public static void strip(HttpHeaders headers) {
        if (!headers.contains(HttpHeaderNames.COOKIE)) {
            return;
        }
        Collection<String> lines = headers.getAll(HttpHeaderNames.COOKIE);
        if (lines.stream().noneMatch(line -> line.contains(COOKIE))) {
            return;
        }
        headers.remove(HttpHeaderNames.COOKIE);
        for (String line : lines) {
            String others = Stream.of(line.split(";"))
                    .filter(pair -> !pair.strip().startsWith(COOKIE + "="))
                    .reduce((one, next) -> one + ";" + next)
                    .orElse("")
                    .strip();
            if (!others.isEmpty()) {
                headers.add(HttpHeaderNames.COOKIE, others);
            }
        }
    }

    private static Stream<String> ids(HttpHeaders headers) {
        return headers.getAll(HttpHeaderNames.COOKIE).stream()
                .flatMap(line -> ServerCookieDecoder.LAX.decodeAll(line).stream())
                .filter(cookie -> cookie.name().equals(COOKIE))
                .map(Cookie::value);
    }

    private static String cookie(String value, Duration lifetime, boolean secure) {
        DefaultCookie cookie = new DefaultCookie(COOKIE, value);
        cookie.setPath("/");
        cookie.setHttpOnly(true);
        cookie.setSecure(secure);
        cookie.setSameSite(SameSite.Strict);
        cookie.setMaxAge(lifetime.toSeconds());
        return ServerCookieEncoder.STRICT.encode(cookie);
    }

    private static String digest(String id) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(id.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
