package io.groqmeter.simulator.wire;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/** Collects a request's body, and refuses one that is too large with Groq's error. */
final class RequestAggregator extends HttpObjectAggregator {

    private static final String TOO_LARGE =
            "{\"error\":{\"message\":\"Request Entity Too Large\",\"type\":\"invalid_request_error\","
                    + "\"code\":\"request_too_large\"}}";

    RequestAggregator(int maxBodyBytes) {
        super(maxBodyBytes);
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext ctx, HttpMessage oversized) {
        byte[] body = TOO_LARGE.getBytes(StandardCharsets.UTF_8);
        DefaultFullHttpResponse answer = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, Unpooled.wrappedBuffer(body));
        answer.headers()
                .set("content-type", "application/json")
                .set("content-length", body.length)
                .set("connection", "close");
        ctx.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
    }
}
