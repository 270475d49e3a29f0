package io.groqmeter.gateway.http;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

/** Netty's response writer, told whether the answer is to a HEAD request and so has no body whatever its headers say. */
final class ResponseEncoder extends HttpResponseEncoder {

    private boolean answersHead;

    void answersHead(boolean head) {
        answersHead = head;
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpResponse response) {
        return answersHead || super.isContentAlwaysEmpty(response);
    }

    @Override
    protected void sanitizeHeadersBeforeEncode(HttpResponse response, boolean alwaysEmpty) {
        if (!answersHead) {
            super.sanitizeHeadersBeforeEncode(response, alwaysEmpty);
        }
    }
}
