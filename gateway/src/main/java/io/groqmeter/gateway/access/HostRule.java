package io.groqmeter.gateway.access;

import io.groqmeter.gateway.http.ApiError;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.NetUtil;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells requests meant for this gateway from those that a foreign page made a browser send: across sites ({@code Origin}), or by a
 * name of its own that it has rebound to this address ({@code Host}).
 */
public final class HostRule {

    private final Set<String> allowed;
    private final List<String> suffixes;
    private final boolean beyondLoopback;

    /**
     * @param allowed names of the gateway besides loopback names; {@code *.example.com} matches every name with that suffix
     * @param beyondLoopback whether it listens for other machines. They may use its addresses, because an address cannot be rebound
     */
    public HostRule(List<String> allowed, boolean beyondLoopback) {
        this.allowed = allowed.stream().map(HostRule::normalized).collect(Collectors.toUnmodifiableSet());
        this.suffixes = this.allowed.stream()
                .filter(name -> name.startsWith("*."))
                .map(name -> name.substring(1))
                .toList();
        this.beyondLoopback = beyondLoopback;
    }

    /**
     * Why a request is not accepted as meant for this gateway.
     *
     * @param what the request's target, for the message
     * @return null when it is accepted
     */
    public @Nullable ApiError refusal(HttpHeaders headers, String what) {
        String host = headers.get(HttpHeaderNames.HOST);
        if (host != null && !isKnownHost(withoutPort(host))) {
            return crossSite(what, "Host", host);
        }
        String origin = headers.get(HttpHeaderNames.ORIGIN);
        if (origin != null && !isKnownOrigin(origin, host)) {
            return crossSite(what, "Origin", origin);
        }
        if ("cross-site".equals(headers.get("sec-fetch-site")) && !"navigate".equals(headers.get("sec-fetch-mode"))) {
            return crossSite(what, "Sec-Fetch-Site", "cross-site");
        }
        return null;
    }

    /** Whether a request comes from a program on this machine, by a loopback name. */
    public boolean isLocal(HttpHeaders headers, RequestSource from) {
        String host = headers.get(HttpHeaderNames.HOST);
        return from.isLocal() && (host == null || isLoopback(withoutPort(host)));
    }

    /** Whether a browser sent it from one of the gateway's own pages. */
    public boolean isSameOrigin(HttpHeaders headers) {
        String host = headers.get(HttpHeaderNames.HOST);
        String origin = headers.get(HttpHeaderNames.ORIGIN);
        return host != null && origin != null && host.equalsIgnoreCase(authority(origin));
    }

    private static ApiError crossSite(String what, String header, String value) {
        return new ApiError(
                403,
                "invalid_request_error",
                "foreign_site",
                "Pages of other sites may not use " + what + " (" + header + ": " + value
                        + "). If that is this gateway's own name, its owner must add it to GROQMETER_ALLOWED_HOSTS.");
    }

    private boolean isKnownHost(String host) {
        return isLoopback(host) || isListed(host) || (beyondLoopback && isAddress(host));
    }

    private boolean isListed(String name) {
        return allowed.contains(name)
                || suffixes.stream().anyMatch(suffix -> name.length() > suffix.length() && name.endsWith(suffix));
    }

    private boolean isKnownOrigin(String origin, @Nullable String host) {
        String from = authority(origin);
        if (from == null) {
            return false;
        }
        String name = withoutPort(from);
        return isLoopback(name) || isListed(name) || from.equalsIgnoreCase(host);
    }

    /** Host and port of an origin; null when it has none, as {@code null} or a file. */
    private static @Nullable String authority(String origin) {
        try {
            return URI.create(origin).getAuthority();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        String name = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
        return normalized(name);
    }

    /** In lower case, without the trailing dot of an absolute DNS name. */
    private static String normalized(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static boolean isAddress(String host) {
        return NetUtil.isValidIpV4Address(host)
                || (host.startsWith("[") && host.endsWith("]") && NetUtil.isValidIpV6Address(host));
    }

    private static boolean isLoopback(String name) {
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || name.equals("[::1]")
                || name.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }
}
