package io.groqmeter.gateway.proxy;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.List;

/**
 * The headers that belong to one connection and are not forwarded (RFC 9110 §7.6.1). Includes {@code Upgrade}: Java's own client
 * offers it with every plain request, and a server may ignore it (§7.8).
 */
final class HopByHop {

    private static final List<AsciiString> NAMES = List.of(
            HttpHeaderNames.CONNECTION,
            AsciiString.cached("keep-alive"),
            AsciiString.cached("proxy-connection"),
            HttpHeaderNames.PROXY_AUTHENTICATE,
            HttpHeaderNames.PROXY_AUTHORIZATION,
            HttpHeaderNames.TE,
            HttpHeaderNames.UPGRADE);

    /** Not allowed as trailers, where they would bypass checks of the head (RFC 9110 §6.5.1). */
    private static final List<AsciiString> NEVER_TRAILING = List.of(
            HttpHeaderNames.AUTHORIZATION,
            HttpHeaderNames.HOST,
            HttpHeaderNames.COOKIE,
            HttpHeaderNames.CONTENT_LENGTH,
            HttpHeaderNames.TRANSFER_ENCODING,
            HttpHeaderNames.TRAILER,
            HttpHeaderNames.CONTENT_TYPE,
            HttpHeaderNames.CONTENT_ENCODING,
            HttpHeaderNames.CONTENT_RANGE,
            HttpHeaderNames.EXPECT,
            HttpHeaderNames.MAX_FORWARDS,
            HttpHeaderNames.RANGE,
            HttpHeaderNames.CACHE_CONTROL);

    /** Not removed when {@code Connection} names them: framing, and what the gateway has checked or set. */
    private static final List<AsciiString> KEPT = List.of(
            HttpHeaderNames.CONTENT_LENGTH,
            HttpHeaderNames.TRANSFER_ENCODING,
            HttpHeaderNames.HOST,
            HttpHeaderNames.AUTHORIZATION,
            HttpHeaderNames.CONTENT_TYPE,
            HttpHeaderNames.CONTENT_ENCODING);

    private HopByHop() {}

    /** Removes them, and those that {@code Connection} names. The framing of the body stays. */
    static void strip(HttpHeaders headers) {
        if (headers.contains(HttpHeaderNames.CONNECTION)) {
            headers.getAll(HttpHeaderNames.CONNECTION).forEach(value -> stripNamed(value, headers));
        }
        NAMES.forEach(headers::remove);
    }

    private static void stripNamed(String connection, HttpHeaders headers) {
        for (String name : connection.split(",")) {
            String named = name.strip();
            if (!named.isEmpty() && KEPT.stream().noneMatch(kept -> kept.contentEqualsIgnoreCase(named))) {
                headers.remove(named);
            }
        }
    }

    /** Removes trailers that belong in the head, to one connection, or to the gateway. */
    static void stripTrailers(HttpHeaders trailers) {
        if (trailers.isEmpty()) {
            return;
        }
        GatewayHeaders.take(trailers);
        NAMES.forEach(trailers::remove);
        NEVER_TRAILING.forEach(trailers::remove);
    }
}
