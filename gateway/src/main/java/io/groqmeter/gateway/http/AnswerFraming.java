package io.groqmeter.gateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;

/** How the client finds the end of an answer: by its length, by chunks, or by the end of the connection. */
final class AnswerFraming {

    private AnswerFraming() {}

    /**
     * Sets the framing headers.
     *
     * @param http10 whether the client speaks HTTP/1.0, which has no chunks
     * @param keepAlive whether the connection serves another request
     */
    static void apply(HttpResponse head, boolean http10, boolean keepAlive) {
        head.setProtocolVersion(HttpVersion.HTTP_1_1);
        if (!HttpUtil.isContentLengthSet(head) && !hasNoBody(head)) {
            if (http10) {
                head.headers().remove(HttpHeaderNames.TRANSFER_ENCODING);
            } else {
                head.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
            }
        }
        if (!keepAlive) {
            head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
    }

    private static boolean hasNoBody(HttpResponse head) {
        int status = head.status().code();
        return status == 204 || status == 304;
    }
}
