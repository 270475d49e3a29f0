package io.groqmeter.gateway.proxy;

import io.groqmeter.gateway.alert.RateHeadroom;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The idle connections to Groq of one event loop, most recently used first. Used on that loop only. */
final class UpstreamPool {

    /** Below the idle timeouts common in front of APIs (60 s and more). */
    private static final Duration MAX_IDLE_TIME = Duration.ofSeconds(30);

    private static final int MAX_IDLE = 256;

    /**
     * The most bytes the operating system buffers beyond those on the wire. Without a bound it accepts megabytes of a request that
     * go nowhere, and when the connection ends it is unknown whether Groq got it.
     */
    private static final long MAX_UNSENT_BYTES = 128 * 1024;

    /** A call that waits for a connection. */
    interface Borrower {
        /** @param fresh whether it is new, and so cannot be stale */
        void connected(UpstreamConnection connection, boolean fresh);

        void notConnected(Throwable cause);
    }

    private final EventLoop loop;
    private final UpstreamAddress address;
    private final Resolver resolver;
    private final Bootstrap bootstrap;
    private final ArrayDeque<UpstreamConnection> idle = new ArrayDeque<>();
    private final int maxIdle;
    private final RateHeadroom headroom;
    private final IdleLimit limit = new IdleLimit(MAX_IDLE_TIME);

    /** @param connections holds each connection while it is open */
    UpstreamPool(
            EventLoop loop,
            Class<? extends Channel> transport,
            UpstreamAddress address,
            Resolver resolver,
            @Nullable SslContext tls,
            Duration connectTime,
            int maxIdle,
            RateHeadroom headroom,
            ChannelGroup connections) {
        this.headroom = headroom;
        this.maxIdle = Math.min(MAX_IDLE, maxIdle);
        this.loop = loop;
        this.address = address;
        this.resolver = resolver;
        this.bootstrap = new Bootstrap()
                .group(loop)
                .channel(transport)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                // When a write fails, an answer that Groq sent before hanging up must still be read.
                .option(ChannelOption.AUTO_CLOSE, false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(connectTime.toMillis()))
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (tls != null) {
                            channel.pipeline().addLast(tls.newHandler(channel.alloc(), address.host(), address.port()));
                        }
                        HttpDecoderConfig config = new HttpDecoderConfig()
                                .setMaxInitialLineLength(16 * 1024)
                                .setMaxHeaderSize(128 * 1024)
                                .setMaxChunkSize(64 * 1024);
                        channel.pipeline().addLast(new HttpClientCodec(config, false, false));
                        channel.pipeline().addLast(new UpstreamConnection(UpstreamPool.this, channel));
                        connections.add(channel);
                    }
                });
        if (EpollSocketChannel.class.isAssignableFrom(transport)) {
            bootstrap.option(EpollChannelOption.TCP_NOTSENT_LOWAT, MAX_UNSENT_BYTES);
        }
    }

    /** Groq has begun to answer on one of the connections. */
    void answered(HttpResponse head) {
        headroom.update(head.headers());
    }

    /** Takes an idle connection, or opens one. */
    void acquire(boolean onlyFresh, Borrower borrower) {
        long now = System.nanoTime();
        while (!onlyFresh && !idle.isEmpty()) {
            UpstreamConnection kept = idle.pollFirst();
            if (kept.isOpen() && limit.allows(now - kept.idleSince(), now)) {
                borrower.connected(kept, false);
                return;
            }
            kept.close();
        }
        resolver.resolve(address.host(), loop).addListener((Future<InetAddress> resolved) -> {
            if (resolved.isSuccess()) {
                InetSocketAddress to = new InetSocketAddress(resolved.getNow(), address.port());
                // Not before the loop has handled its pending events: a new socket may get the file descriptor of one
                // just closed,
                // and with it that socket's unread close event.
                loop.execute(() -> connect(to, borrower));
            } else {
                borrower.notConnected(resolved.cause());
            }
        });
    }

    private void connect(InetSocketAddress to, Borrower borrower) {
        bootstrap.connect(to).addListener((ChannelFutureListener) connected -> {
            if (!connected.isSuccess()) {
                borrower.notConnected(connected.cause());
                return;
            }
            Channel channel = connected.channel();
            UpstreamConnection connection = channel.pipeline().get(UpstreamConnection.class);
            SslHandler tls = channel.pipeline().get(SslHandler.class);
            if (tls == null) {
                borrower.connected(connection, true);
                return;
            }
            tls.handshakeFuture().addListener(shaken -> {
                if (shaken.isSuccess()) {
                    borrower.connected(connection, true);
                } else {
                    channel.close();
                    borrower.notConnected(shaken.cause());
                }
            });
        });
    }

    void release(UpstreamConnection connection) {
        if (idle.size() >= maxIdle) {
            connection.close();
            return;
        }
        long now = System.nanoTime();
        connection.idleSince(now);
        idle.addFirst(connection);
        // After a burst the oldest are not needed again, and nothing else would close them.
        while (now - idle.getLast().idleSince() > MAX_IDLE_TIME.toNanos()) {
            idle.removeLast().close();
        }
    }

    /** An idle connection was closed, by the other side or by {@link #acquire}. */
    void closed(UpstreamConnection connection) {
        if (idle.remove(connection)) {
            long now = System.nanoTime();
            limit.closedAfter(now - connection.idleSince(), now);
        }
    }

    /** A reused connection was closed instead of answering. */
    void stale() {
        limit.closedAfter(0, System.nanoTime());
    }
}
