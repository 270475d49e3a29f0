package io.groqmeter.gateway.http;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Netty's response encoder; knows whether the answer is to a HEAD request and so has no body. */
final class ResponseEncoder extends HttpResponseEncoder {

    /** A year, as preload lists require. */
    private static final String ALWAYS = "max-age=31536000";

    /** On localhost it would apply to every other program's port too. */
    private static final String NEVER = "max-age=0";

    private final boolean secure;
    private boolean toHead;
    private boolean toLocalhost;

    /** @param secure whether answers go out over TLS, with Strict-Transport-Security (RFC 6797) */
    ResponseEncoder(boolean secure) {
        this.secure = secure;
    }

    /** The Host of the request that is answered next. */
    void forHost(@Nullable String host) {
        toLocalhost = secure && host != null && host.toLowerCase(Locale.ROOT).matches("(.*\\.)?localhost\\.?(:\\d*)?");
    }

    void toHead(boolean head) {
        toHead = head;
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpResponse response) {
        return toHead || super.isContentAlwaysEmpty(response);
    }

    @Override
    protected void sanitizeHeadersBeforeEncode(HttpResponse response, boolean alwaysEmpty) {
        if (secure) {
            response.headers().set("strict-transport-security", toLocalhost ? NEVER : ALWAYS);
        }
        if (!toHead) {
            super.sanitizeHeadersBeforeEncode(response, alwaysEmpty);
        }
    }
}
