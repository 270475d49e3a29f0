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
 * Lets clients in, so many at once, and of one address not too many. When all places are taken, those have to go to whom they are of
 * least use: who is idle, whose request does not come, who takes no answer. While all are in a call, new ones wait outside, in the
 * system's queue. Used on the listening socket's event loop only.
 */
final class ClientLimiter extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(ClientLimiter.class);

    /** Who has been of no use for less may be about to be: a request's bytes are under way. */
    private static final long GRACE = Duration.ofMillis(500).toNanos();

    private static final long BETWEEN_LOOKS = Duration.ofMillis(100).toNanos();
    private static final long BETWEEN_REMARKS = Duration.ofMinutes(1).toNanos();

    /** The part of the places that is freed in one go, so that the next client need not wait for its own to be. */
    private static final int PART = 8;

    private final ChannelGroup clients;
    private final int most;
    private final AddressQuota quota;
    private final Set<Channel> leaving = new HashSet<>();
    private boolean full;
    private long remarked = System.nanoTime() - BETWEEN_REMARKS;

    /**
     * @param clients the open connections; they take themselves out
     * @param most how many there may be
     * @param quota how many of them from one address
     */
    ClientLimiter(ChannelGroup clients, int most, AddressQuota quota) {
        this.clients = clients;
        this.most = most;
        this.quota = quota;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object client) {
        Channel entering = (Channel) client;
        if (!quota.take(entering, context.executor()) && !makeRoomOf(entering)) {
            remark("One address has all places it may have: " + entering.remoteAddress());
            entering.unsafe().closeForcibly();
            return;
        }
        clients.add(entering);
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
        for (Candidate candidate : leastUseful(clients.stream(), Math.max(1, most / PART))) {
            candidate.letGo();
            // Who is still being answered is asked again at each look.
            if (leaving.add(candidate.client())) {
                candidate.client().closeFuture().addListener((Future<Void> closed) -> context.executor()
                        .execute(() -> left(candidate.client(), context)));
            }
        }
        lookAgain(context);
    }

    /** Lets one of the same address go; tells whether there was one. */
    private boolean makeRoomOf(Channel entering) {
        List<Candidate> found = leastUseful(clients.stream().filter(client -> quota.isSame(client, entering)), 1);
        found.forEach(Candidate::letGo);
        return !found.isEmpty();
    }

    private static List<Candidate> leastUseful(Stream<Channel> clients, int most) {
        long now = System.nanoTime();
        return clients.flatMap(client -> Candidate.of(client, now).stream())
                .filter(candidate -> candidate.nanos() > GRACE)
                .sorted(Comparator.comparingLong(Candidate::nanos).reversed())
                .limit(most)
                .toList();
    }

    /**
     * Who may have to go.
     *
     * @param nanos for how long others have had the better right to its place
     */
    private record Candidate(Channel client, ClientConnection connection, long nanos) {

        /** Empty when it has only just connected, or gone. */
        static Optional<Candidate> of(Channel client, long now) {
            return Optional.ofNullable(ClientConnection.of(client))
                    .map(connection -> new Candidate(
                            client, connection, connection.standing().expendable(now)));
        }

        void letGo() {
            client.eventLoop().execute(() -> connection.closeIfExpendable(GRACE));
        }
    }

    private void left(Channel client, ChannelHandlerContext context) {
        leaving.remove(client);
        look(context);
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
                    "{}. Who is idle, sends no request or takes no answer is let go; while all are in a call, new ones"
                            + " wait. To serve more at once, raise the limit of file descriptors (ulimit -n),"
                            + " GROQMETER_MAX_CONNECTIONS or GROQMETER_MAX_CONNECTIONS_PER_ADDRESS",
                    what);
        }
    }
}
