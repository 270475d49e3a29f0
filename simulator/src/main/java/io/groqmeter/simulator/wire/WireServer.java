package io.groqmeter.simulator.wire;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** A listening HTTP/1.1 server that asks a {@link Responder} for every reply. */
public final class WireServer implements AutoCloseable {

    private static final int MAX_LINE = 16 * 1024;
    private static final int MAX_HEAD = 64 * 1024;
    private static final int MAX_CHUNK = 64 * 1024;

    private final MultiThreadIoEventLoopGroup loops;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Channel listening;

    private WireServer(String host, int port, int threads, int maxBodyBytes, Responder responder) throws IOException {
        loops = new MultiThreadIoEventLoopGroup(threads, NioIoHandler.newFactory());
        var bound = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 4096)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.add(channel);
                        channel.pipeline()
                                .addLast(new HttpServerCodec(MAX_LINE, MAX_HEAD, MAX_CHUNK))
                                .addLast(new RequestAggregator(maxBodyBytes))
                                .addLast(new ConnectionHandler(responder));
                    }
                })
                .bind(host, port)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw new IOException(
                    "The simulator cannot listen on " + host + ":" + port + ": "
                            + bound.cause().getMessage() + ". Choose another port, or 0 for a free one.",
                    bound.cause());
        }
        listening = bound.channel();
    }

    /** Listens at once; port 0 for a free one. */
    public static WireServer listen(String host, int port, int threads, int maxBodyBytes, Responder responder)
            throws IOException {
        return new WireServer(host, port, threads, maxBodyBytes, responder);
    }

    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /** Closes every connection, then the event loops; returns when they have ended. */
    @Override
    public void close() {
        listening.close().awaitUninterruptibly();
        connections.close().awaitUninterruptibly();
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
