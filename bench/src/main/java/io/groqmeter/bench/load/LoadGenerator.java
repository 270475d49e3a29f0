package io.groqmeter.bench.load;

import io.groqmeter.bench.traffic.Drive;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Drives one target for a while. When the time is up no more calls are started, and those in flight may end: what was sent can be
 * compared with what was recorded, to the last call.
 */
public final class LoadGenerator {

    /** How long the last answers may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int MOST_CONNECTIONS = 2_000;

    private final Loop loop;
    private final Target target;
    private final Drive drive;
    private final long length;
    private final Notes notes = new Notes();
    private final Deque<LoadConnection> free = new ArrayDeque<>();
    private final Deque<Long> owed = new ArrayDeque<>();
    private final Set<LoadConnection> clients = new HashSet<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private long began;
    private long nextMoment;
    private long connecting;
    private boolean over;

    private LoadGenerator(Loop loop, Target target, Drive drive, Duration length) {
        this.loop = loop;
        this.target = target;
        this.drive = drive;
        this.length = length.toNanos();
    }

    /**
     * Makes calls for that long and waits for their answers.
     *
     * @throws TimeoutException when answers are still missing a minute later
     */
    public static Calls run(Loop loop, Target target, Drive drive, Duration length)
            throws InterruptedException, TimeoutException {
        LoadGenerator load = new LoadGenerator(loop, target, drive, length);
        loop.group().execute(load::begin);
        try {
            load.done.get(length.plus(PATIENCE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new TimeoutException("answers were still missing a minute after the last call");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        return load.notes.calls((System.nanoTime() - load.began) / 1e9);
    }

    private void begin() {
        began = System.nanoTime();
        nextMoment = began;
        if (drive instanceof Drive.Closed closed) {
            for (int each = 0; each < closed.connections(); each++) {
                connect();
            }
        } else if (drive instanceof Drive.Open open) {
            tick(TimeUnit.SECONDS.toNanos(1) / open.perSecond());
        }
        loop.group().schedule(this::end, length, TimeUnit.NANOSECONDS);
    }

    /** The open loop: makes every call whose time has come. */
    private void tick(long every) {
        long now = System.nanoTime();
        while (nextMoment <= now && nextMoment < began + length && !over) {
            owed.addLast(nextMoment);
            nextMoment += every;
        }
        pay();
        if (nextMoment < began + length && !over) {
            loop.group().schedule(() -> tick(every), nextMoment - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }

    private void pay() {
        while (!owed.isEmpty() && !free.isEmpty()) {
            free.pollFirst().call(owed.pollFirst());
        }
        for (long missing = owed.size() - connecting; missing > 0 && clients.size() < MOST_CONNECTIONS; missing--) {
            connect();
        }
    }

    private void connect() {
        LoadConnection client = new LoadConnection(target, notes, new LoadConnection.Turn() {
            @Override
            public void free(LoadConnection client) {
                connected(client);
            }

            @Override
            public void gone(LoadConnection client) {
                lost(client);
            }
        });
        clients.add(client);
        connecting++;
        new Bootstrap()
                .group(loop.group())
                .channel(loop.socket())
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(client);
                    }
                })
                .connect("127.0.0.1", target.port())
                .addListener((ChannelFutureListener) connected -> {
                    connecting--;
                    if (!connected.isSuccess()) {
                        notes.failed();
                        lost(client);
                    }
                });
    }

    private void connected(LoadConnection client) {
        if (drive instanceof Drive.Closed && !over) {
            client.call(System.nanoTime());
        } else {
            free.addFirst(client);
            pay();
            endWhenAllIsAnswered();
        }
    }

    private void lost(LoadConnection client) {
        clients.remove(client);
        free.remove(client);
        if (!over && drive instanceof Drive.Closed) {
            // A proxy that refuses is tried again soon, not at once.
            loop.group().schedule(this::connect, 10, TimeUnit.MILLISECONDS);
        }
        endWhenAllIsAnswered();
    }

    private void end() {
        over = true;
        // A contender that cannot keep up: calls not started by now are not made, and count as failed.
        while (owed.pollFirst() != null) {
            notes.failed();
        }
        endWhenAllIsAnswered();
    }

    private void endWhenAllIsAnswered() {
        if (over && owed.isEmpty() && free.size() == clients.size() && !done.isDone()) {
            done.complete(null);
            Set.copyOf(clients).forEach(LoadConnection::close);
        }
    }
}
