package io.groqmeter.gateway.proxy;

import io.groqmeter.gateway.alert.RateHeadroom;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The connections to Groq: one {@link UpstreamPool} per event loop, so that both sides of a call share a thread. */
public final class Upstream implements AutoCloseable {

    private final Class<? extends Channel> transport;
    private final ProxyOptions options;
    private final int maxIdlePerLoop;
    private final RateHeadroom headroom;
    private final Resolver resolver = new Resolver();
    private final @Nullable SslContext tls;
    private final Map<EventLoop, UpstreamPool> pools = new ConcurrentHashMap<>();
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    /**
     * @param transport the socket class that fits the event loops
     * @param maxIdlePerLoop maximum of idle connections per event loop
     * @param headroom receives the rate-limit headers of answers
     * @throws IllegalStateException when TLS cannot be set up
     */
    public Upstream(
            Class<? extends Channel> transport, ProxyOptions options, int maxIdlePerLoop, RateHeadroom headroom) {
        this.transport = transport;
        this.options = options;
        this.maxIdlePerLoop = maxIdlePerLoop;
        this.headroom = headroom;
        try {
            this.tls = options.upstream().tls() ? SslContextBuilder.forClient().build() : null;
        } catch (SSLException e) {
            throw new IllegalStateException("TLS towards " + options.upstream() + " cannot be set up", e);
        }
    }

    UpstreamPool pool(EventLoop loop) {
        return pools.computeIfAbsent(
                loop,
                on -> new UpstreamPool(
                        on,
                        transport,
                        options.upstream(),
                        resolver,
                        tls,
                        options.connectTime(),
                        maxIdlePerLoop,
                        headroom,
                        connections));
    }

    /**
     * Lets calls in flight end, including those without a caller; after that time the rest is cut, and thereby settled. Call it
     * while the event loops run.
     */
    public void drain(Duration time) {
        for (Channel connection : connections) {
            UpstreamConnection used = connection.pipeline().get(UpstreamConnection.class);
            connection.eventLoop().execute(used::closeWhenIdle);
        }
        if (!connections.newCloseFuture().awaitUninterruptibly(time.toMillis())) {
            connections.close().awaitUninterruptibly(5_000);
        }
    }

    @Override
    public void close() {
        resolver.close();
    }
}
