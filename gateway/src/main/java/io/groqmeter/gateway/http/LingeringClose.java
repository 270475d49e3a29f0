package io.groqmeter.gateway.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection whose client has been answered and is still sending: discards what comes until the client closes, for two
 * seconds at most. Closing at once would reset the connection, and the reset can overtake the answer (RFC 9112 §9.6).
 */
final class LingeringClose extends ChannelInboundHandlerAdapter {

    private static final int SECONDS = 2;

    private LingeringClose() {}

    /** Starts to close; the channel's last handler reads nothing more. */
    static void of(Channel channel) {
        if (!channel.isActive()) {
            return;
        }
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addBefore(pipeline.lastContext().name(), null, new LingeringClose());
        SslHandler tls = pipeline.get(SslHandler.class);
        if (tls == null) {
            ((DuplexChannel) channel).shutdownOutput();
        } else {
            tls.closeOutbound().addListener(told -> ((DuplexChannel) channel).shutdownOutput());
        }
        channel.config().setAutoRead(true);
        ScheduledFuture<?> end = channel.eventLoop().schedule(() -> channel.close(), SECONDS, TimeUnit.SECONDS);
        channel.closeFuture().addListener(closed -> end.cancel(false));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }
}
