package io.groqmeter.gateway;

import io.groqmeter.gateway.http.ClientConnection;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.group.ChannelGroup;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits the number of client connections, in total and per address. At the limit, the connections of least use are evicted: idle
 * ones, those whose request does not come, those that do not read their answer. While all are in a call, new ones wait in the
 * system's accept queue. Used on the listening socket's event loop only.
 */
final class ClientLimiter extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(ClientLimiter.class);

    /** Connections are not evicted earlier: the bytes of a request may be under way. */
    private static final long GRACE = Duration.ofMillis(500).toNanos();

    private static final long RETRY_NANOS = Duration.ofMillis(100).toNanos();
    private static final long WARN_INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

    /** The fraction of connections evicted at once, so that the next client need not wait. */
    private static final int EVICTED_FRACTION = 8;

    private final ChannelGroup clients;
    private final int max;
    private final AddressQuota quota;
    private final Set<Channel> leaving = new HashSet<>();
    private boolean full;
    private long warnedAt = System.nanoTime() - WARN_INTERVAL_NANOS;

    /**
     * @param clients the open connections; closed ones remove themselves
     * @param max number of connections
     * @param quota connections per address
     */
    ClientLimiter(ChannelGroup clients, int max, AddressQuota quota) {
        this.clients = clients;
        this.max = max;
        this.quota = quota;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object client) {
        Channel accepted = (Channel) client;
        if (!quota.acquire(accepted, context.executor()) && !evictOneOf(accepted)) {
            warn("Connection limit per address reached: " + accepted.remoteAddress());
            accepted.unsafe().closeForcibly();
            return;
        }
        clients.add(accepted);
        context.fireChannelRead(client);
        if (!full && clients.size() >= max) {
            warn("All " + max + " client connections are in use");
            evictSome(context);
        }
    }

    /** A connection could not be accepted, because other parts of the process hold the file descriptors. It waits in the accept queue. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        warn("Cannot accept a connection: " + cause.getMessage());
        if (!full) {
            evictSome(context);
        }
    }

    private void evictSome(ChannelHandlerContext context) {
        full = true;
        context.channel().config().setAutoRead(false);
        for (Candidate candidate : mostEvictable(clients.stream(), Math.max(1, max / EVICTED_FRACTION))) {
            candidate.evict();
            // A connection that is still being answered is asked again at each attempt.
            if (leaving.add(candidate.client())) {
                candidate.client().closeFuture().addListener((Future<Void> closed) -> context.executor()
                        .execute(() -> left(candidate.client(), context)));
            }
        }
        retryLater(context);
    }

    /** Evicts one connection of the same address; false when there is none to evict. */
    private boolean evictOneOf(Channel accepted) {
        List<Candidate> found =
                mostEvictable(clients.stream().filter(client -> quota.sameAddress(client, accepted)), 1);
        found.forEach(Candidate::evict);
        return !found.isEmpty();
    }

    private static List<Candidate> mostEvictable(Stream<Channel> clients, int max) {
        long now = System.nanoTime();
        return clients.flatMap(client -> Candidate.of(client, now).stream())
                .filter(candidate -> candidate.evictableNanos() > GRACE)
                .sorted(Comparator.comparingLong(Candidate::evictableNanos).reversed())
                .limit(max)
                .toList();
    }

    /**
     * A connection that may be evicted.
     *
     * @param evictableNanos for how long it has been evictable
     */
    private record Candidate(Channel client, ClientConnection connection, long evictableNanos) {

        /** Empty when it has only just connected, or closed. */
        static Optional<Candidate> of(Channel client, long now) {
            return Optional.ofNullable(ClientConnection.of(client))
                    .map(connection -> new Candidate(
                            client, connection, connection.timeouts().evictableFor(now)));
        }

        void evict() {
            client.eventLoop().execute(() -> connection.closeIfEvictable(GRACE));
        }
    }

    private void left(Channel client, ChannelHandlerContext context) {
        leaving.remove(client);
        updateAutoRead(context);
    }

    private void retryLater(ChannelHandlerContext context) {
        context.executor()
                .schedule(
                        () -> {
                            updateAutoRead(context);
                            if (full && context.channel().isOpen()) {
                                evictSome(context);
                            }
                        },
                        RETRY_NANOS,
                        TimeUnit.NANOSECONDS);
    }

    private void updateAutoRead(ChannelHandlerContext context) {
        if (full && clients.size() < max) {
            full = false;
            context.channel().config().setAutoRead(true);
        }
    }

    private void warn(String what) {
        long now = System.nanoTime();
        if (now - warnedAt >= WARN_INTERVAL_NANOS) {
            warnedAt = now;
            LOG.warn(
                    "{}. Idle, late and unread connections are closed; while all are in a call, new ones wait. To serve"
                            + " more at once, raise the file descriptor limit (ulimit -n), GROQMETER_MAX_CONNECTIONS or"
                            + " GROQMETER_MAX_CONNECTIONS_PER_ADDRESS",
                    what);
        }
    }
}
