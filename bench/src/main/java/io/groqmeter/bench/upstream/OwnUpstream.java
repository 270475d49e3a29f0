package io.groqmeter.bench.upstream;

import io.groqmeter.bench.load.Loop;
import io.groqmeter.bench.traffic.Tally;
import io.groqmeter.bench.traffic.UpstreamAnswer;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/** The bench's own server: reads requests to their end, and gives one answer's variants in turn. */
public final class OwnUpstream implements BenchUpstream {

    private static final int BACKLOG = 4_096;

    private final Loop loop = new Loop("upstream");
    private final UpstreamAnswer answer;
    private final AtomicLongArray answered;
    private final boolean tls;
    private final Channel listening;

    /** Starts it on a free port. */
    public OwnUpstream(UpstreamAnswer answer, @Nullable SslContext tls) {
        this.answer = answer;
        this.answered = new AtomicLongArray(answer.variants().size());
        this.tls = tls != null;
        this.listening = new ServerBootstrap()
                .group(loop.group())
                .channel(loop.serverSocket())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (tls != null) {
                            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                        }
                        channel.pipeline().addLast(new Answering(answer, answered));
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
    }

    @Override
    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    @Override
    public boolean tls() {
        return tls;
    }

    @Override
    public Tally books() {
        Tally books = Tally.NONE;
        for (int variant = 0; variant < answered.length(); variant++) {
            books = books.plus(answer.variants().get(variant).tally().times(answered.get(variant)));
        }
        return books;
    }

    @Override
    public long cpuNanos() {
        return loop.cpuNanos();
    }

    @Override
    public void close() {
        listening.close().syncUninterruptibly();
        loop.close();
    }
}
