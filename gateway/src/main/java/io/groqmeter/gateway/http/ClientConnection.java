package io.groqmeter.gateway.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
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
    private final Standing standing;
    private boolean takingPipelined;
    private boolean readingBody = true;
    private boolean halfClosed;

    /**
     * @param exchanges opens the exchange of a request
     * @param draining whether each answer shall be the connection's last
     * @param pace how slowly a request of somebody unknown may come
     */
    ClientConnection(
            BiFunction<HttpRequest, Client, Exchange> exchanges,
            ResponseEncoder encoder,
            BooleanSupplier draining,
            RequestPace pace) {
        this.exchanges = exchanges;
        this.encoder = encoder;
        this.draining = draining;
        this.standing = new Standing(pace);
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
        boolean full = step == Step.NOTHING && !ctx.channel().isWritable();
        if (!pipelined.isEmpty() || step == Step.WHOLE || full) {
            pipelined.add(part);
            standing.queues(true);
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
        standing.bodyBegins();
        writer().expect(request);
        ApiError fault = MalformedRequest.in(request);
        if (fault != null) {
            writer().expectError();
            fault.answer(writer());
            return;
        }
        boolean asksToContinue = HttpUtil.is100ContinueExpected(request);
        if (asksToContinue) {
            request.headers().remove(HttpHeaderNames.EXPECT);
        }
        exchange = exchanges.apply(request, writer());
        if (asksToContinue && writer().isAwaited()) {
            // We read the body before Groq does, so the permission to send it is ours to give.
            writer().permitBody();
        }
    }

    private void body(HttpContent content) {
        Exchange current = exchange;
        standing.received(content.content().readableBytes());
        if (content instanceof LastHttpContent) {
            step = Step.WHOLE;
            standing.whole();
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
        refuse(MalformedRequest.of(cause));
    }

    /** Answers what is still coming with an error, after which the connection closes. */
    private void refuse(ApiError error) {
        boolean answered = step != Step.NOTHING && !writer().isAwaited();
        gone();
        if (answered) {
            // A second answer would only confuse.
            context().close();
            return;
        }
        step = Step.BEGUN;
        writer().expectError();
        error.answer(writer());
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
        standing.idle();
        step = Step.NOTHING;
        exchange = null;
        readingBody = true;
        if (!writer().keepsAlive() || takingPipelined) {
            return;
        }
        takePipelined();
    }

    /** Goes on with what came meanwhile, unless its answers would pile up before a client that takes none. */
    private void takePipelined() {
        // Those that are answered at once come back here, and would pile up on the stack.
        takingPipelined = true;
        while (!pipelined.isEmpty() && step != Step.WHOLE && goesOn()) {
            take(pipelined.poll());
        }
        takingPipelined = false;
        standing.queues(!pipelined.isEmpty());
        if (halfClosed && step != Step.WHOLE) {
            context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
        updateReading();
    }

    private boolean goesOn() {
        return step == Step.BEGUN || context().channel().isWritable();
    }

    /** Stops or resumes reading the request's body. */
    void readBody(boolean on) {
        readingBody = on;
        standing.reading(on);
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
        standing.takes(ctx.channel().isWritable());
        if (exchange != null && !writer().isWhole()) {
            exchange.writabilityChanged();
        } else if (step == Step.NOTHING
                && !takingPipelined
                && writer().keepsAlive()
                && ctx.channel().isWritable()) {
            takePipelined();
        }
        ctx.fireChannelWritabilityChanged();
    }

    // ---- the end -----------------------------------------------------------------------------------------------

    /** Closes the connection now if nothing is being answered, else after this answer. On the connection's loop. */
    public void closeWhenIdle() {
        writer().closeAfterwards();
        closeIfIdle();
    }

    private void closeIfIdle() {
        if (step == Step.NOTHING) {
            context().close();
        }
    }

    /** What the client owes. Any thread. */
    public Standing standing() {
        return standing;
    }

    /** Closes the connection, at the latest behind the answer at hand, if others have had the better right to its place for that long. On its loop. */
    public void closeIfExpendable(long nanos) {
        long now = System.nanoTime();
        if (standing.expendable(now) <= nanos) {
            return;
        }
        if (standing.isFree(now)) {
            context().close();
        } else {
            writer().closeAfterwards();
        }
    }

    /** Refuses a request that comes too slowly. On the connection's loop. */
    public void refuseIfLate() {
        if (standing.isLate(System.nanoTime())) {
            refuse(new ApiError(
                    408,
                    "invalid_request_error",
                    "request_timeout",
                    "The request came too slowly: see GROQMETER_MIN_UPLOAD_RATE, or send a caller key."));
        }
    }

    /** The last answer is out, and the client is still sending. */
    void lingers() {
        standing.closing();
        LingeringClose.of(context());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (step == Step.NOTHING && pipelined.isEmpty()) {
            standing.headBegins();
        }
        ctx.fireChannelReadComplete();
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
