package io.groqmeter.gateway;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says why no further client can be let in; Netty tries again every second. */
final class RefusedClients extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(RefusedClients.class);

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.error(
                "No further client can be let in: {}. Those connected are served. If it is file descriptors, raise their"
                        + " limit (ulimit -n)",
                cause.getMessage());
        context.fireExceptionCaught(cause);
    }
}
