package io.groqmeter.gateway.access;

import io.groqmeter.gateway.http.Client;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The foreign pages that may read answers to calls made with a key of their own (CORS, Fetch standard §3.2). Never with cookies and
 * never without a key: requests without one are checked by {@link HostRule}, whatever is set here.
 *
 * @param origins such as {@code https://app.example.com}, {@code https://*.example.com} or {@code *} for any
 */
public record Cors(List<String> origins) {

    private static final String METHODS = "GET, HEAD, POST, DELETE, OPTIONS";
    private static final List<String> EXPOSED = List.of(
            "retry-after",
            "x-groqmeter-budget-remaining-usd",
            "x-groqmeter-cost-usd",
            "x-groqmeter-id",
            "x-request-id");
    private static final String ANY = "*";
    private static final int MAX_AGE_SECONDS = 86_400;

    public Cors {
        origins =
                origins.stream().map(origin -> origin.toLowerCase(Locale.ROOT)).toList();
    }

    /** Allows any page. */
    public static Cors any() {
        return new Cors(List.of(ANY));
    }

    /** Whether origins are configured; else Groq's own answer decides. */
    public boolean isConfigured() {
        return !origins.isEmpty();
    }

    /** Whether a browser asks whether a page may make a call. It asks without the page's key. */
    public static boolean isPreflight(HttpRequest request) {
        return request.method().equals(HttpMethod.OPTIONS)
                && request.headers().contains(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD);
    }

    /** Answers a preflight. For a page that may not call, the headers are missing. */
    public void answerPreflight(HttpRequest request, Client client) {
        HttpResponse answer = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NO_CONTENT);
        String origin = allowed(request);
        answer.headers()
                .add(HttpHeaderNames.VARY, "Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
        if (origin != null) {
            answer.headers()
                    .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
                    .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
                    .set(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, MAX_AGE_SECONDS);
            String names = request.headers().get(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS, "");
            if (names.matches("[\\w!#$%&'*+.^`|~, -]+")) {
                answer.headers().set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, names);
            }
            if (request.headers().contains("access-control-request-private-network")) {
                answer.headers().set("access-control-allow-private-network", "true");
            }
        }
        client.head(answer);
        client.end(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    /** The client, with CORS headers on its answers. */
    public Client withHeaders(HttpRequest request, Client client) {
        return isConfigured() ? new CorsClient(client, this, allowed(request)) : client;
    }

    /** Sets the headers of an answer. */
    void apply(@Nullable String origin, HttpHeaders headers) {
        List<CharSequence> upstream = List.copyOf(headers.names()).stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"))
                .map(name -> (CharSequence) name)
                .toList();
        upstream.forEach(headers::remove);
        headers.add(HttpHeaderNames.VARY, "Origin");
        if (origin != null) {
            TreeSet<String> exposed = new TreeSet<>(EXPOSED);
            headers.names().stream()
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .filter(name -> name.startsWith("x-"))
                    .forEach(exposed::add);
            headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
                    .set(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, String.join(", ", exposed));
        }
    }

    /** The allowed origin of a request, or {@code *}, as the answer names it; null when there is none. */
    private @Nullable String allowed(HttpRequest request) {
        String origin = request.headers().get(HttpHeaderNames.ORIGIN);
        if (origin == null || origins.contains(ANY)) {
            return origin == null ? null : ANY;
        }
        String requested = origin.toLowerCase(Locale.ROOT);
        return origins.stream().anyMatch(allowedOrigin -> matches(allowedOrigin, requested)) ? origin : null;
    }

    private static boolean matches(String allowedOrigin, String requested) {
        int star = allowedOrigin.indexOf("://*.");
        if (star < 0) {
            return allowedOrigin.equals(requested);
        }
        String scheme = allowedOrigin.substring(0, star + 3);
        String suffix = allowedOrigin.substring(star + 4);
        return requested.startsWith(scheme)
                && requested.endsWith(suffix)
                && requested.length() > scheme.length() + suffix.length()
                && requested.indexOf('@') < 0;
    }
}
