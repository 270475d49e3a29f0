package io.groqmeter.gateway;

import io.groqmeter.gateway.api.RemoteCalls;
import io.groqmeter.gateway.http.ClientConnection;
import io.groqmeter.gateway.http.ServerPipeline;
import io.groqmeter.gateway.local.Route;
import io.groqmeter.gateway.proxy.CallerResolver;
import io.groqmeter.gateway.proxy.OnAbort;
import io.groqmeter.gateway.proxy.ProxyHandler;
import io.groqmeter.gateway.proxy.Upstream;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running gateway: listens for clients and routes their requests. */
public final class GatewayServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayServer.class);

    /** How often the certificate files are checked for changes, in seconds. */
    private static final int TLS_CHECK_SECONDS = 10;

    private final GatewayOptions options;
    private final EventLoopGroup loops;
    private final Upstream upstream;
    private final ChannelGroup clients;
    private final Router router;
    private final AtomicBoolean draining;
    private final Channel serverChannel;
    private final ScheduledExecutorService housekeeping;

    private GatewayServer(
            GatewayOptions options,
            EventLoopGroup loops,
            Upstream upstream,
            ChannelGroup clients,
            Router router,
            AtomicBoolean draining,
            Channel serverChannel,
            ScheduledExecutorService housekeeping) {
        this.options = options;
        this.loops = loops;
        this.upstream = upstream;
        this.clients = clients;
        this.router = router;
        this.draining = draining;
        this.serverChannel = serverChannel;
        this.housekeeping = housekeeping;
    }

    /**
     * Starts to listen.
     *
     * @throws IOException when the address cannot be bound
     */
    public static GatewayServer start(GatewayOptions options, GatewayParts parts) throws IOException {
        Transport transport = Transport.best();
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
                Runtime.getRuntime().availableProcessors(),
                new DefaultThreadFactory("groqmeter-io", true),
                transport.handlers());
        ConnectionBudget budget = ConnectionBudget.of(options.clients().maxConnections());
        int maxIdlePerLoop = Math.max(1, budget.pooled() / Runtime.getRuntime().availableProcessors());
        Upstream upstream = new Upstream(transport.socket(), options.proxy(), maxIdlePerLoop, parts.headroom());
        AccessControl access = AccessControl.of(options, parts);
        CallerResolver callers = access.callers(options, parts);
        ProxyHandler proxy = new ProxyHandler(parts.meter(), callers, upstream, options.proxy());
        RemoteCalls remote = new RemoteCalls(parts.meter(), parts.store(), parts.clock());
        AtomicBoolean draining = new AtomicBoolean();
        Router router = new Router(proxy, remote, access, options, parts, draining::get);
        ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channel(transport.serverSocket())
                .option(ChannelOption.SO_BACKLOG, 1024)
                .option(ChannelOption.SO_REUSEADDR, true)
                .handler(new ClientLimiter(clients, budget.clients(), quota(options, budget.clients())))
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                // A client that has closed only its sending side still gets its answer (with Netty's epoll, as much of
                // it as the
                // socket buffers take: some megabytes), unless hanging up means cancel.
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, options.proxy().onAbort() == OnAbort.DRAIN)
                .childHandler(new ServerPipeline(router::open, draining::get, options.clients(), options.tls()))
                .bind(new InetSocketAddress(options.host(), options.port()))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            router.close();
            upstream.close();
            loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw new IOException(
                    "cannot listen on " + options.host() + ":" + options.port() + ": " + reason(bound.cause()),
                    bound.cause());
        }
        ScheduledExecutorService housekeeping =
                Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("groqmeter-housekeeping", true));
        housekeeping.scheduleWithFixedDelay(remote::leaveSilentOnes, 1, 1, TimeUnit.SECONDS);
        housekeeping.scheduleWithFixedDelay(() -> refuseLateRequests(clients), 1, 1, TimeUnit.SECONDS);
        if (options.tls() != null) {
            housekeeping.scheduleWithFixedDelay(
                    options.tls()::renew, TLS_CHECK_SECONDS, TLS_CHECK_SECONDS, TimeUnit.SECONDS);
        }
        LOG.debug("Listening on {} sockets, for at most {} clients", transport.name(), budget.clients());
        return new GatewayServer(options, loops, upstream, clients, router, draining, bound.channel(), housekeeping);
    }

    private static AddressQuota quota(GatewayOptions options, int clients) {
        int chosen = options.clients().maxPerAddress();
        return new AddressQuota(
                chosen > 0 ? chosen : Math.max(1, clients / 4), options.access().proxies());
    }

    private static void refuseLateRequests(ChannelGroup clients) {
        long now = System.nanoTime();
        for (Channel client : clients) {
            ClientConnection connection = ClientConnection.of(client);
            if (connection != null && connection.timeouts().isLate(now)) {
                client.eventLoop().execute(connection::refuseIfLate);
            }
        }
    }

    /** The system's error message, without the function and error number that Netty's native sockets prepend. */
    private static String reason(Throwable fault) {
        return String.valueOf(fault.getMessage()).replaceFirst("^\\w+\\(\\.\\.\\) failed with error\\(-?\\d+\\): ", "");
    }

    public int port() {
        return ((InetSocketAddress) serverChannel.localAddress()).getPort();
    }

    /** The number of connected clients. */
    public int connections() {
        return clients.size();
    }

    /** All of the gateway's own routes. */
    List<Route> ownRoutes() {
        return router.ownRoutes();
    }

    /**
     * Tells load balancers and clients to go elsewhere: {@code /healthz} answers 503, and each connection closes after its next
     * answer. Calls are still served.
     */
    public void drain() {
        draining.set(true);
    }

    /** Stops accepting, lets calls in flight end within the closing time, then cuts the rest. The meter stays open. */
    @Override
    public void close() {
        drain();
        long deadline = System.nanoTime() + options.closingTime().toNanos();
        serverChannel.close().awaitUninterruptibly();
        router.closing();
        for (Channel client : clients) {
            client.eventLoop().execute(() -> {
                ClientConnection connection = ClientConnection.of(client);
                if (connection != null) {
                    connection.closeWhenIdle();
                }
            });
        }
        if (!clients.newCloseFuture().awaitUninterruptibly(options.closingTime().toMillis())) {
            LOG.warn(
                    "Closed {} connections that were still open after {} s",
                    clients.size(),
                    options.closingTime().toSeconds());
            clients.close().awaitUninterruptibly(5_000);
        }
        upstream.drain(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        router.close();
        housekeeping.shutdown();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(6_000);
        upstream.close();
    }
}
