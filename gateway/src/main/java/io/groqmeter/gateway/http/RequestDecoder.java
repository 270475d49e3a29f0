package io.groqmeter.gateway.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;

/** Netty's request decoder; rejects a request with two lengths, as used for request smuggling. */
final class RequestDecoder extends HttpRequestDecoder {

    static final int MAX_LINE_BYTES = 16 * 1024;
    static final int MAX_HEADER_BYTES = 64 * 1024;

    private boolean read;

    RequestDecoder() {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxChunkSize(64 * 1024));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) throws Exception {
        read = true;
        super.channelRead(ctx, bytes);
    }

    /** Whether bytes have come since the last call. */
    boolean hasRead() {
        boolean had = read;
        read = false;
        return had;
    }

    @Override
    protected HttpMessage createMessage(String[] initialLine) throws Exception {
        HttpMessage message = super.createMessage(initialLine);
        if (message instanceof HttpRequest request) {
            request.setUri(originForm(request.uri()));
        }
        return message;
    }

    /** The path and query of a URI in absolute form, as sent to a proxy (RFC 9112 §3.2.2); any other unchanged. */
    private static String originForm(String uri) {
        if (!uri.regionMatches(true, 0, "http://", 0, 7) && !uri.regionMatches(true, 0, "https://", 0, 8)) {
            return uri;
        }
        int path = uri.indexOf('/', uri.indexOf("//") + 2);
        return path < 0 ? "/" : uri.substring(path);
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Transfer-Encoding and Content-Length");
    }
}
