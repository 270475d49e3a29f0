package io.groqmeter.gateway.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.timeout.IdleStateHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/** What a client's connection is made of. */
public final class ServerPipeline extends ChannelInitializer<Channel> {

    /** How long a connection may lie idle between calls, or over half a request's head. */
    static final Duration LONGEST_IDLE = Duration.ofMinutes(5);

    private final BiFunction<HttpRequest, Client, Exchange> exchanges;
    private final ChannelGroup clients;

    /**
     * @param exchanges opens the exchange of a request
     * @param clients the open connections; they take themselves out
     */
    public ServerPipeline(BiFunction<HttpRequest, Client, Exchange> exchanges, ChannelGroup clients) {
        this.exchanges = exchanges;
        this.clients = clients;
    }

    @Override
    protected void initChannel(Channel channel) {
        ResponseEncoder encoder = new ResponseEncoder();
        channel.pipeline().addLast(new IdleStateHandler(LONGEST_IDLE.toSeconds(), 0, 0, TimeUnit.SECONDS));
        channel.pipeline().addLast(new RequestDecoder());
        channel.pipeline().addLast(encoder);
        channel.pipeline().addLast(new ClientConnection(exchanges, encoder));
        clients.add(channel);
    }
}
