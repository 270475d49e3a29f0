package io.groqmeter.gateway.proxy;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.List;

/**
 * The headers that belong to one connection and are not passed on (RFC 9110 §7.6.1). {@code Upgrade} is among them: an offer, which
 * Java's own client makes with every plain request, and which a server may ignore (§7.8).
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
            if (!named.isEmpty() && !isFraming(named)) {
                headers.remove(named);
            }
        }
    }

    private static boolean isFraming(String name) {
        return HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(name)
                || HttpHeaderNames.TRANSFER_ENCODING.contentEqualsIgnoreCase(name)
                || HttpHeaderNames.HOST.contentEqualsIgnoreCase(name);
    }
}
