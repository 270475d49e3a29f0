package io.groqmeter.gateway.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection: one exchange after the other. Requests that come while one is still being answered (pipelining) wait, and
 * nothing more is read meanwhile. {@link AnswerWriter} writes the answers.
 */
public final class ClientConnection extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

    /** What of a request has come. An exchange lasts until request and answer are whole. */
    private enum Step {
        NOTHING,
        BEGUN,
        WHOLE
    }

    private final BiFunction<HttpRequest, Client, Exchange> exchanges;
    private final ResponseEncoder encoder;
    private final BooleanSupplier draining;
    private final ArrayDeque<HttpObject> pipelined = new ArrayDeque<>();
    private final Untaken untaken = new Untaken();
    private @Nullable ChannelHandlerContext context;
    private @Nullable AnswerWriter writer;
    private @Nullable Exchange exchange;
    private volatile Step step = Step.NOTHING;
    private long idleSince = System.nanoTime();
    private boolean takingPipelined;
    private boolean readingBody = true;
    private boolean halfClosed;

    /**
     * @param exchanges opens the exchange of a request
     * @param draining whether each answer shall be the connection's last
     */
    ClientConnection(
            BiFunction<HttpRequest, Client, Exchange> exchanges, ResponseEncoder encoder, BooleanSupplier draining) {
        this.exchanges = exchanges;
        this.encoder = encoder;
        this.draining = draining;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        writer = new AnswerWriter(ctx, encoder, this, draining);
    }

    private ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("not connected yet");
        }
        return context;
    }

    private AnswerWriter writer() {
        if (writer == null) {
            throw new IllegalStateException("not connected yet");
        }
        return writer;
    }

    // ---- requests ----------------------------------------------------------------------------------------------

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        HttpObject part = (HttpObject) message;
        if (!pipelined.isEmpty() || step == Step.WHOLE) {
            pipelined.add(part);
            updateReading();
        } else {
            take(part);
        }
    }

    private void take(HttpObject part) {
        if (part.decoderResult().isFailure()) {
            ReferenceCountUtil.release(part);
            refuse(part.decoderResult().cause());
        } else if (part instanceof HttpRequest request) {
            begin(request);
            if (part instanceof HttpContent content) {
                body(content);
            }
        } else {
            body((HttpContent) part);
        }
    }

    private void begin(HttpRequest request) {
        step = Step.BEGUN;
        writer().expect(request);
        if (HttpUtil.is100ContinueExpected(request)) {
            // We read the body before Groq does, so the permission to send it is ours to give.
            request.headers().remove(HttpHeaderNames.EXPECT);
            context()
                    .writeAndFlush(new DefaultFullHttpResponse(
                            HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
        }
        exchange = exchanges.apply(request, writer());
    }

    private void body(HttpContent content) {
        Exchange current = exchange;
        if (content instanceof LastHttpContent) {
            step = Step.WHOLE;
        }
        if (current == null) {
            content.release();
        } else {
            current.body(content);
        }
        finishIfWhole();
    }

    private void refuse(@Nullable Throwable cause) {
        // What Netty says of it may quote the request, with a key or a prompt in it.
        LOG.debug(
                "Refused a malformed request: {}",
                cause == null ? "unknown" : cause.getClass().getSimpleName());
        boolean answered = step != Step.NOTHING && !writer().isAwaited();
        gone();
        if (answered) {
            // A second answer would only confuse.
            context().close();
            return;
        }
        step = Step.BEGUN;
        writer().expectError();
        MalformedRequest.of(cause).answer(writer());
    }

    /** Whether the request that is being answered has come to its end. */
    boolean requestWhole() {
        return step == Step.WHOLE;
    }

    // ---- answers -----------------------------------------------------------------------------------------------

    /** The answer has been written to its end. */
    void answered() {
        if (writer().keepsAlive()) {
            readBody(true);
        }
        finishIfWhole();
    }

    /** The answer was broken off, and the connection closes. */
    void aborted() {
        exchange = null;
    }

    private void finishIfWhole() {
        if (step != Step.WHOLE || !writer().isWhole()) {
            return;
        }
        idleSince = System.nanoTime();
        step = Step.NOTHING;
        exchange = null;
        readingBody = true;
        if (!writer().keepsAlive() || takingPipelined) {
            return;
        }
        // Those that are answered at once come back here, and would pile up on the stack.
        takingPipelined = true;
        while (!pipelined.isEmpty() && step != Step.WHOLE) {
            take(pipelined.poll());
        }
        takingPipelined = false;
        if (halfClosed && step != Step.WHOLE) {
            context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
        updateReading();
    }

    /** Stops or resumes reading the request's body. */
    void readBody(boolean on) {
        readingBody = on;
        updateReading();
    }

    private void updateReading() {
        if (!halfClosed) {
            // Of a closed side nothing comes. Netty has taken the socket out of epoll by now, and cannot put it back.
            context().channel().config().setAutoRead(pipelined.isEmpty() && readingBody);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (exchange != null && !writer().isWhole()) {
            exchange.writabilityChanged();
        }
        ctx.fireChannelWritabilityChanged();
    }

    // ---- the end -----------------------------------------------------------------------------------------------

    /** Closes the connection now if nothing is being answered, else after this answer. On the connection's loop. */
    public void closeWhenIdle() {
        writer().closeAfterwards();
        closeIfIdle();
    }

    /** How long it has had no call, in nanoseconds; 0 while it has one. Any thread. */
    public long idleNanos(long now) {
        return step == Step.NOTHING ? now - idleSince : 0;
    }

    /** Closes the connection unless it has a call. On its loop. */
    public void closeIfIdle() {
        if (step == Step.NOTHING) {
            context().close();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof IdleStateEvent && (step == Step.NOTHING || holdsUp())) {
            ctx.close();
        } else if (event instanceof ChannelInputShutdownEvent) {
            sendsNoMore();
        }
    }

    /**
     * Nothing has come for long. A client that waits for its answer may be silent. One who owes us the rest of its request, or has
     * taken nothing of what waits for it since the last time it was silent for so long, has gone without a word.
     */
    private boolean holdsUp() {
        Channel channel = context().channel();
        boolean takesNothing = untaken.stands(channel);
        boolean owes = step == Step.BEGUN && channel.config().isAutoRead();
        return owes || takesNothing;
    }

    /** The client has closed its side. It may still wait for answers; whether it does, writing to it will tell. */
    private void sendsNoMore() {
        halfClosed = true;
        if (step != Step.WHOLE) {
            context().close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        pipelined.forEach(ReferenceCountUtil::release);
        pipelined.clear();
        gone();
        ctx.fireChannelInactive();
    }

    private void gone() {
        Exchange current = exchange;
        exchange = null;
        if (current != null && !writer().isWhole()) {
            writer().giveUp();
            current.clientGone();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException || cause.getCause() instanceof SSLException) {
            LOG.debug("A client's connection failed", cause);
            ctx.close();
            return;
        }
        LOG.error("The gateway failed at a request; it answers 500 and goes on", cause);
        if (step != Step.NOTHING && writer().isAwaited()) {
            gone();
            writer().expectError();
            new ApiError(500, "server_error", "internal", "The gateway failed at this request. Its log says why.")
                    .answer(writer());
        } else {
            ctx.close();
        }
    }
}
