package io.groqmeter.simulator.wire;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client connection: handles requests in turn, one answer at a time, however many are pipelined. */
final class ConnectionHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionHandler.class);

    private record Turn(Request request, boolean keepAlive) {}

    private final Responder responder;
    private final Deque<Turn> turns = new ArrayDeque<>();
    private @Nullable ReplyWriter writer;

    ConnectionHandler(Responder responder) {
        this.responder = responder;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest message) {
        if (message.decoderResult().isFailure()) {
            ctx.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.BAD_REQUEST))
                    .addListener(ChannelFutureListener.CLOSE);
            return;
        }
        Request request = new Request(
                message.method().name(), message.uri(), message.headers(), ByteBufUtil.getBytes(message.content()));
        turns.add(new Turn(request, HttpUtil.isKeepAlive(message)));
        takeTurn(ctx);
    }

    private void takeTurn(ChannelHandlerContext ctx) {
        while (writer == null && ctx.channel().isActive()) {
            Turn turn = turns.poll();
            if (turn == null) {
                return;
            }
            ReplyWriter current = new ReplyWriter(ctx, responder.reply(turn.request()), turn.keepAlive(), () -> {
                writer = null;
                takeTurn(ctx);
            });
            writer = current;
            current.start();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (writer != null && ctx.channel().isWritable()) {
            writer.resume();
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (writer != null) {
            writer.clientLeft();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.warn("A simulated connection ends on a fault of the simulator", cause);
        }
        ctx.close();
    }
}
