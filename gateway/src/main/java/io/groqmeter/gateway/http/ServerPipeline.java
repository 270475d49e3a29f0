package io.groqmeter.gateway.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.http.HttpRequest;
import java.util.function.BiFunction;

/** What a client's connection is made of. */
public final class ServerPipeline extends ChannelInitializer<Channel> {

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
        channel.pipeline().addLast(new RequestDecoder());
        channel.pipeline().addLast(encoder);
        channel.pipeline().addLast(new ClientConnection(exchanges, encoder));
        clients.add(channel);
    }
}
