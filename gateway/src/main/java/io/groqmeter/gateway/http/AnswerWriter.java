package io.groqmeter.gateway.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.BooleanSupplier;

/** Writes the answers of a client's connection, one after the other, and closes it after the last. */
final class AnswerWriter implements Client {

    private enum Step {
        PENDING,
        STARTED,
        COMPLETE
    }

    private final Channel channel;
    private final ResponseEncoder encoder;
    private final ClientConnection connection;
    private final BooleanSupplier draining;
    private Step step = Step.COMPLETE;
    private boolean keepAlive = true;
    private boolean http10;
    private boolean bodyAnnounced;

    /** @param draining whether each answer is the connection's last */
    AnswerWriter(Channel channel, ResponseEncoder encoder, ClientConnection connection, BooleanSupplier draining) {
        this.channel = channel;
        this.encoder = encoder;
        this.connection = connection;
        this.draining = draining;
    }

    /** Prepares for the answer to a request. */
    void expect(HttpRequest request) {
        step = Step.PENDING;
        http10 = !request.protocolVersion().equals(HttpVersion.HTTP_1_1);
        keepAlive &= !http10 && HttpUtil.isKeepAlive(request) && !draining.getAsBoolean();
        encoder.toHead(request.method().equals(HttpMethod.HEAD));
        encoder.forHost(request.headers().get(HttpHeaderNames.HOST));
        String length = request.headers().get(HttpHeaderNames.CONTENT_LENGTH);
        bodyAnnounced =
                length == null ? request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING) : !length.equals("0");
    }

    /** Prepares for an error of the gateway's own in place of what was expected; the connection's last answer. */
    void expectError() {
        step = Step.PENDING;
        keepAlive = false;
        encoder.toHead(false);
    }

    /** Sends {@code 100 Continue}. */
    void sendContinue() {
        channel.writeAndFlush(
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
    }

    /** Makes the current or next answer the last. */
    void closeAfterwards() {
        keepAlive = false;
    }

    boolean isKeepAlive() {
        return keepAlive;
    }

    /** Whether nothing of the answer has been written yet. */
    boolean isPending() {
        return step == Step.PENDING;
    }

    boolean isComplete() {
        return step == Step.COMPLETE;
    }

    /** Drops the rest of the answer: its client is gone. */
    void abandon() {
        step = Step.COMPLETE;
    }

    @Override
    public EventLoop loop() {
        return channel.eventLoop();
    }

    @Override
    public InetAddress address() {
        return ((InetSocketAddress) channel.remoteAddress()).getAddress();
    }

    @Override
    public void head(HttpResponse head) {
        if (step == Step.COMPLETE) {
            return;
        }
        if (head.status().code() >= 200) {
            step = Step.STARTED;
            AnswerFraming.apply(head, http10, keepAlive);
            channel.write(head, channel.voidPromise());
        } else if (!http10) {
            head.setProtocolVersion(HttpVersion.HTTP_1_1);
            channel.write(head);
            channel.write(LastHttpContent.EMPTY_LAST_CONTENT);
        }
    }

    @Override
    public void content(HttpContent content) {
        channel.write(content, channel.voidPromise());
    }

    @Override
    public void end(LastHttpContent last) {
        if (step == Step.COMPLETE) {
            last.release();
            return;
        }
        step = Step.COMPLETE;
        if (keepAlive) {
            channel.writeAndFlush(last, channel.voidPromise());
        } else {
            boolean stillReceiving = !connection.requestComplete();
            ChannelFuture out = channel.writeAndFlush(last);
            out.addListener(stillReceiving ? sent -> connection.linger() : ChannelFutureListener.CLOSE);
        }
        connection.answered();
    }

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public void read(boolean on) {
        connection.readBody(on);
    }

    @Override
    public void closeIfIncomplete() {
        keepAlive &= connection.requestComplete() || !bodyAnnounced;
    }

    @Override
    public void authenticated() {
        connection.timeouts().authenticated();
    }

    @Override
    public void abort() {
        keepAlive = false;
        step = Step.COMPLETE;
        connection.aborted();
        // Flushes first, so that the client gets all there is before the connection breaks.
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
}
