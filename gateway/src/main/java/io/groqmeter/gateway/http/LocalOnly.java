package io.groqmeter.gateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what belongs to this machine's owner from others: only programs on this machine, and no page of a foreign site in a browser
 * on this machine, whether it posts across sites or has rebound its name to our address.
 */
public final class LocalOnly {

    private LocalOnly() {}

    /**
     * Why a request may not use something.
     *
     * @param what what it wants to use, for the message
     * @return null when it may
     */
    public static @Nullable ApiError refusal(HttpHeaders headers, InetAddress from, String what) {
        if (!from.isLoopbackAddress()) {
            return new ApiError(
                    401,
                    "invalid_request_error",
                    "not_local",
                    "Only callers on the gateway's own machine may use " + what
                            + ". Send your own key as 'Authorization: Bearer …'.");
        }
        String origin = headers.get(HttpHeaderNames.ORIGIN);
        if (origin != null && !isLocalOrigin(origin)) {
            return foreign(what, "Origin", origin);
        }
        String host = headers.get(HttpHeaderNames.HOST);
        if (host != null && !isLocalHost(withoutPort(host))) {
            return foreign(what, "Host", host);
        }
        return null;
    }

    private static ApiError foreign(String what, String header, String value) {
        return new ApiError(
                403,
                "invalid_request_error",
                "foreign_site",
                "A page of another site may not use " + what + " (" + header + ": " + value + ").");
    }

    private static boolean isLocalOrigin(String origin) {
        try {
            String host = URI.create(origin).getHost();
            return host != null && isLocalHost(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }

    private static boolean isLocalHost(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || name.equals("[::1]")
                || name.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }
}
