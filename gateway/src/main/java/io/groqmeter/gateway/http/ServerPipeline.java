package io.groqmeter.gateway.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Sets up the handlers of a client's connection. */
public final class ServerPipeline extends ChannelInitializer<Channel> {

    private final BiFunction<HttpRequest, Client, Exchange> exchanges;
    private final BooleanSupplier draining;
    private final long idleTimeout;
    private final MinRequestRate minRate;
    private final @Nullable ServerTls tls;

    /**
     * @param exchanges opens the exchange of a request
     * @param draining whether each answer is the connection's last
     * @param limits idle timeout and minimum upload rate
     * @param tls the certificate; null for plain HTTP
     */
    public ServerPipeline(
            BiFunction<HttpRequest, Client, Exchange> exchanges,
            BooleanSupplier draining,
            ClientLimits limits,
            @Nullable ServerTls tls) {
        this.exchanges = exchanges;
        this.draining = draining;
        this.idleTimeout = limits.idleTimeout().toMillis();
        this.minRate = limits.minRate();
        this.tls = tls;
    }

    @Override
    protected void initChannel(Channel channel) {
        ResponseEncoder encoder = new ResponseEncoder(tls != null);
        channel.pipeline().addLast(new IdleStateHandler(idleTimeout, 0, 0, TimeUnit.MILLISECONDS));
        if (tls != null) {
            channel.pipeline().addLast(tls.handler(channel.alloc()));
        }
        RequestDecoder decoder = new RequestDecoder();
        channel.pipeline().addLast(decoder);
        channel.pipeline().addLast(encoder);
        channel.pipeline().addLast(new ClientConnection(channel, exchanges, decoder, encoder, draining, minRate));
    }
}
