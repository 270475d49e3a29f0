package io.groqmeter.gateway;

import io.groqmeter.gateway.http.ClientConnection;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.group.ChannelGroup;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets clients in, so many at once. When all places are taken, those that have been idle for longest have to go; while all are in a
 * call, new ones wait outside, in the system's queue. Used on the listening socket's event loop only.
 */
final class ClientLimiter extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(ClientLimiter.class);

    /** Who was idle for less may be about to call again. */
    private static final long IDLE = Duration.ofSeconds(1).toNanos();

    private static final long BETWEEN_LOOKS = Duration.ofMillis(100).toNanos();
    private static final long BETWEEN_REMARKS = Duration.ofMinutes(1).toNanos();

    /** The part of the places that is freed in one go, so that the next client need not wait for its own to be. */
    private static final int PART = 8;

    private final ChannelGroup clients;
    private final int most;
    private boolean full;
    private long remarked = System.nanoTime() - BETWEEN_REMARKS;

    /**
     * @param clients the open connections; they take themselves out
     * @param most how many there may be
     */
    ClientLimiter(ChannelGroup clients, int most) {
        this.clients = clients;
        this.most = most;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object client) {
        clients.add((Channel) client);
        context.fireChannelRead(client);
        if (!full && clients.size() >= most) {
            remark("All " + most + " places for clients are taken");
            makeRoom(context);
        }
    }

    /** A client could not be let in: others have taken the descriptors that were counted on. It waits outside. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        remark("No further client can be let in: " + cause.getMessage());
        if (!full) {
            makeRoom(context);
        }
    }

    private void makeRoom(ChannelHandlerContext context) {
        full = true;
        context.channel().config().setAutoRead(false);
        for (Channel idle : longestIdle()) {
            ClientConnection connection = idle.pipeline().get(ClientConnection.class);
            idle.eventLoop().execute(connection::closeIfIdle);
            idle.closeFuture()
                    .addListener((Future<Void> closed) -> context.executor().execute(() -> look(context)));
        }
        lookAgain(context);
    }

    private List<Channel> longestIdle() {
        long now = System.nanoTime();
        return clients.stream()
                .filter(client -> idle(client, now) > IDLE)
                .sorted(Comparator.comparingLong((Channel client) -> idle(client, now))
                        .reversed())
                .limit(Math.max(1, most / PART))
                .toList();
    }

    /** How long a client has been idle; 0 while it is in a call, or only just connected. */
    private static long idle(Channel client, long now) {
        ClientConnection connection = client.pipeline().get(ClientConnection.class);
        return connection == null ? 0 : connection.idleNanos(now);
    }

    private void lookAgain(ChannelHandlerContext context) {
        context.executor()
                .schedule(
                        () -> {
                            look(context);
                            if (full && context.channel().isOpen()) {
                                makeRoom(context);
                            }
                        },
                        BETWEEN_LOOKS,
                        TimeUnit.NANOSECONDS);
    }

    private void look(ChannelHandlerContext context) {
        if (full && clients.size() < most) {
            full = false;
            context.channel().config().setAutoRead(true);
        }
    }

    private void remark(String what) {
        long now = System.nanoTime();
        if (now - remarked >= BETWEEN_REMARKS) {
            remarked = now;
            LOG.warn(
                    "{}. The longest idle are let go; while all are in a call, new ones wait. To serve more at once, raise"
                            + " the limit of file descriptors (ulimit -n) or GROQMETER_MAX_CONNECTIONS",
                    what);
        }
    }
}
