package io.groqmeter.gateway.chat;

import io.groqmeter.gateway.http.Client;
import io.groqmeter.gateway.http.ForwardingClient;
import io.groqmeter.store.UsageRecord;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The downstream side of a {@code /chat} call: turns Groq's answer into that of {@code /chat}. Errors pass unchanged. */
abstract sealed class ReplyReader implements ForwardingClient permits WholeReply, StreamedReply {

    /** The gateway's headers on Groq's answer that this one repeats. */
    private static final List<String> FORWARDED = List.of(
            "x-groqmeter-id",
            "x-groqmeter-cost-usd",
            "x-groqmeter-usage-basis",
            "x-groqmeter-warning",
            "x-groqmeter-budget-remaining-usd");

    private final Client client;
    private @Nullable UsageRecord record;
    private boolean error;

    ReplyReader(Client client) {
        this.client = client;
    }

    @Override
    public Client client() {
        return client;
    }

    /** The head of a successful answer. */
    abstract void started(HttpResponse head);

    /** A piece of its body. */
    abstract void piece(ByteBuf body);

    /** Its end. */
    abstract void finished();

    @Override
    public void head(HttpResponse head) {
        int status = head.status().code();
        error = status < 200 || status > 299;
        if (error) {
            client.head(head);
        } else {
            started(head);
        }
    }

    @Override
    public void content(HttpContent content) {
        if (error) {
            client.content(content);
            return;
        }
        try {
            piece(content.content());
        } finally {
            content.release();
        }
    }

    @Override
    public void end(LastHttpContent last) {
        if (error) {
            client.end(last);
            return;
        }
        try {
            piece(last.content());
        } finally {
            last.release();
        }
        finished();
    }

    @Override
    public void settled(UsageRecord settled) {
        record = settled;
    }

    /** The call's record; null when metering is off. */
    @Nullable
    UsageRecord record() {
        return record;
    }

    /** The head of the reply. */
    static HttpResponse responseHead(HttpResponse upstreamHead, String contentType) {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
        for (String name : FORWARDED) {
            if (upstreamHead.headers().contains(name)) {
                head.headers().set(name, upstreamHead.headers().get(name));
            }
        }
        return head;
    }

    static LastHttpContent last(byte[] body) {
        return new DefaultLastHttpContent(Unpooled.wrappedBuffer(body));
    }
}
