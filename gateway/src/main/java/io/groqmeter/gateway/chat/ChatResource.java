package io.groqmeter.gateway.chat;

import io.groqmeter.gateway.http.Client;
import io.groqmeter.gateway.http.Discard;
import io.groqmeter.gateway.http.Exchange;
import io.groqmeter.gateway.local.BadRequest;
import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.StreamingResource;
import io.groqmeter.gateway.proxy.ProxyHandler;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;

/** {@code POST /chat}: sends a chat completion through the proxy like any other call. */
public final class ChatResource implements StreamingResource {

    private static final String PATH = "chat/completions";

    private final ProxyHandler proxy;
    private final String defaultModel;

    /** @param defaultModel for messages without a model */
    public ChatResource(ProxyHandler proxy, String defaultModel) {
        this.proxy = proxy;
        this.defaultModel = defaultModel;
    }

    @Override
    public Exchange answer(LocalRequest request, Client client) {
        ChatRequest chat;
        try {
            chat = ChatRequest.parse(request.body());
        } catch (BadRequest e) {
            e.error().answer(client);
            return new Discard();
        }
        byte[] body = chat.toGroq(defaultModel);
        HttpRequest call = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/openai/v1/" + PATH);
        call.headers()
                .set(request.headers())
                .remove(HttpHeaderNames.TRANSFER_ENCODING)
                .remove(HttpHeaderNames.ACCEPT_ENCODING)
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        Client reader = chat.stream() ? new StreamedReply(client) : new WholeReply(client);
        Exchange exchange = proxy.open(call, PATH, reader);
        exchange.body(new DefaultLastHttpContent(Unpooled.wrappedBuffer(body)));
        return exchange;
    }
}
