package io.groqmeter.gateway.proxy;

import io.groqmeter.gateway.alert.RateHeadroom;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The way to Groq: one {@link UpstreamPool} per event loop, so that both sides of a call share a thread. */
public final class Upstream implements AutoCloseable {

    private final Class<? extends Channel> transport;
    private final ProxyOptions options;
    private final int keptPerLoop;
    private final RateHeadroom headroom;
    private final Resolver resolver = new Resolver();
    private final @Nullable SslContext tls;
    private final Map<EventLoop, UpstreamPool> pools = new ConcurrentHashMap<>();

    /**
     * @param transport the socket class that fits the event loops
     * @param keptPerLoop most unused connections that each event loop keeps
     * @param headroom hears what answers say of rate limits
     * @throws IllegalStateException when TLS cannot be set up
     */
    public Upstream(Class<? extends Channel> transport, ProxyOptions options, int keptPerLoop, RateHeadroom headroom) {
        this.transport = transport;
        this.options = options;
        this.keptPerLoop = keptPerLoop;
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
                        keptPerLoop,
                        headroom));
    }

    @Override
    public void close() {
        resolver.close();
    }
}
