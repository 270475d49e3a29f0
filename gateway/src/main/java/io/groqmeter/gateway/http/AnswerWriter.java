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

/** Writes the answers on a client's connection, one after the other, and closes it after the last. */
final class AnswerWriter implements Client {

    private enum Step {
        AWAITED,
        BEGUN,
        WHOLE
    }

    private final Channel channel;
    private final ResponseEncoder encoder;
    private final ClientConnection connection;
    private final BooleanSupplier draining;
    private Step step = Step.WHOLE;
    private boolean keepAlive = true;
    private boolean oldClient;
    private boolean bodyAnnounced;

    /** @param draining whether each answer shall be the connection's last */
    AnswerWriter(Channel channel, ResponseEncoder encoder, ClientConnection connection, BooleanSupplier draining) {
        this.channel = channel;
        this.encoder = encoder;
        this.connection = connection;
        this.draining = draining;
    }

    /** An answer to that request follows. */
    void expect(HttpRequest request) {
        step = Step.AWAITED;
        oldClient = !request.protocolVersion().equals(HttpVersion.HTTP_1_1);
        keepAlive &= !oldClient && HttpUtil.isKeepAlive(request) && !draining.getAsBoolean();
        encoder.answersHead(request.method().equals(HttpMethod.HEAD));
        encoder.answersFor(request.headers().get(HttpHeaderNames.HOST));
        String length = request.headers().get(HttpHeaderNames.CONTENT_LENGTH);
        bodyAnnounced =
                length == null ? request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING) : !length.equals("0");
    }

    /** An answer of our own follows, whatever was expected so far; it is the last. */
    void expectError() {
        step = Step.AWAITED;
        keepAlive = false;
        encoder.answersHead(false);
    }

    /** The client may send the body it has asked about. */
    void permitBody() {
        channel.writeAndFlush(
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
    }

    /** The answer that is being written, or expected, is the last. */
    void closeAfterwards() {
        keepAlive = false;
    }

    /** Whether another answer may follow the one that is being written. */
    boolean keepsAlive() {
        return keepAlive;
    }

    /** Whether nothing of the answer has been written yet. */
    boolean isAwaited() {
        return step == Step.AWAITED;
    }

    boolean isWhole() {
        return step == Step.WHOLE;
    }

    /** The answer is not to be written any more: its client has gone. */
    void giveUp() {
        step = Step.WHOLE;
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
        if (step == Step.WHOLE) {
            return;
        }
        if (head.status().code() >= 200) {
            step = Step.BEGUN;
            AnswerFraming.apply(head, oldClient, keepAlive);
            channel.write(head, channel.voidPromise());
        } else if (!oldClient) {
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
        if (step == Step.WHOLE) {
            last.release();
            return;
        }
        step = Step.WHOLE;
        if (keepAlive) {
            channel.writeAndFlush(last, channel.voidPromise());
        } else {
            boolean hearsMore = !connection.requestWhole();
            ChannelFuture out = channel.writeAndFlush(last);
            out.addListener(hearsMore ? sent -> connection.lingers() : ChannelFutureListener.CLOSE);
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
    public void refuses() {
        keepAlive &= connection.requestWhole() || !bodyAnnounced;
    }

    @Override
    public void vouched() {
        connection.standing().vouched();
    }

    @Override
    public void abort() {
        keepAlive = false;
        step = Step.WHOLE;
        connection.aborted();
        // What was written goes out first, so that the client has all there is before it sees the break.
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
}
