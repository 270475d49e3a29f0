package io.groqmeter.gateway.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection, which handles one {@link CurrentExchange} after the other. Requests that come while one is still being
 * answered wait in {@link PipelinedRequests}; {@link AnswerWriter} writes the answers.
 */
public final class ClientConnection extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

    private final Channel channel;
    private final RequestDecoder decoder;
    private final ClientTimeouts timeouts;
    private final PipelinedRequests pipelined;
    private final UnreadBytes unread = new UnreadBytes();
    private final AnswerWriter writer;
    private final CurrentExchange current;
    private boolean handlingPipelined;
    private boolean parsed;

    /**
     * @param exchanges opens the exchange of a request
     * @param draining whether each answer is the connection's last
     * @param minRate the minimum upload rate of unknown clients
     */
    ClientConnection(
            Channel channel,
            BiFunction<HttpRequest, Client, Exchange> exchanges,
            RequestDecoder decoder,
            ResponseEncoder encoder,
            BooleanSupplier draining,
            MinRequestRate minRate) {
        this.channel = channel;
        this.decoder = decoder;
        this.timeouts = new ClientTimeouts(minRate);
        this.pipelined = new PipelinedRequests(timeouts);
        this.writer = new AnswerWriter(channel, encoder, this, draining);
        this.current = new CurrentExchange(exchanges, writer, timeouts);
    }

    /** The connection of a channel; null when it has been closed. */
    public static @Nullable ClientConnection of(Channel channel) {
        return channel.pipeline().get(ClientConnection.class);
    }

    // ---- requests ----------------------------------------------------------------------------------------------

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        HttpObject part = (HttpObject) message;
        parsed = true;
        boolean full = current.isIdle() && !channel.isWritable();
        if (!pipelined.isEmpty() || current.isRequestComplete() || full) {
            pipelined.queue(part, channel);
        } else {
            handle(part);
        }
    }

    private void handle(HttpObject part) {
        if (part.decoderResult().isFailure()) {
            ReferenceCountUtil.release(part);
            refuse(part.decoderResult().cause());
            return;
        }
        if (part instanceof HttpRequest request) {
            current.begin(request);
        }
        if (part instanceof HttpContent content) {
            current.body(content);
            finishIfWhole();
        }
    }

    private void refuse(@Nullable Throwable cause) {
        // Netty's message may quote the request, with a key or a prompt in it.
        LOG.debug(
                "Rejected a malformed request: {}",
                cause == null ? "unknown" : cause.getClass().getSimpleName());
        refuse(MalformedRequest.of(cause));
    }

    /** Answers the request that is being received with an error; the connection then closes. */
    private void refuse(ApiError error) {
        boolean answered = !current.isIdle() && !writer.isPending();
        current.abandon();
        if (answered) {
            // A second answer would only confuse.
            channel.close();
        } else {
            current.fail(error);
        }
    }

    /** Whether the request being answered has been received whole. */
    boolean requestComplete() {
        return current.isRequestComplete();
    }

    // ---- answers -----------------------------------------------------------------------------------------------

    /** The answer has been written whole. */
    void answered() {
        if (writer.isKeepAlive()) {
            readBody(true);
        }
        finishIfWhole();
    }

    /** The answer was broken off; the connection is closing. */
    void aborted() {
        current.aborted();
    }

    private void finishIfWhole() {
        if (!current.isFinished()) {
            return;
        }
        current.end();
        pipelined.next();
        if (!writer.isKeepAlive() || handlingPipelined) {
            return;
        }
        handlePipelined();
    }

    /** Handles pipelined requests, unless their answers would queue up for a client that does not read. */
    private void handlePipelined() {
        // Requests answered at once would recurse into this method and grow the stack.
        handlingPipelined = true;
        while (!current.isRequestComplete() && canContinue()) {
            HttpObject part = pipelined.poll();
            if (part == null) {
                break;
            }
            handle(part);
        }
        handlingPipelined = false;
        if (pipelined.hasEnded() && !current.isRequestComplete()) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
        pipelined.resume(channel);
    }

    private boolean canContinue() {
        return current.isReceiving() || channel.isWritable();
    }

    /** Stops or resumes reading the request's body. */
    void readBody(boolean on) {
        pipelined.readBody(on, channel);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        timeouts.writable(channel.isWritable());
        boolean taken = current.writabilityChanged();
        if (!taken && current.isIdle() && !handlingPipelined && writer.isKeepAlive() && channel.isWritable()) {
            handlePipelined();
        }
        ctx.fireChannelWritabilityChanged();
    }

    // ---- the end -----------------------------------------------------------------------------------------------

    /** Closes the connection now when idle, else after the current answer. On the connection's event loop. */
    public void closeWhenIdle() {
        writer.closeAfterwards();
        if (current.isIdle()) {
            channel.close();
        }
    }

    /** The deadlines of this client. Any thread. */
    public ClientTimeouts timeouts() {
        return timeouts;
    }

    /** Closes the connection, at the latest after the current answer, if it has been evictable for longer than that. On its event loop. */
    public void closeIfEvictable(long nanos) {
        long now = System.nanoTime();
        if (timeouts.evictableFor(now) <= nanos) {
            return;
        }
        if (timeouts.canCloseNow(now)) {
            channel.close();
        } else {
            writer.closeAfterwards();
        }
    }

    /** Answers 408 to a request that comes too slowly. On the connection's event loop. */
    public void refuseIfLate() {
        if (timeouts.isLate(System.nanoTime())) {
            refuse(new ApiError(
                    408,
                    "invalid_request_error",
                    "request_timeout",
                    "The request came too slowly. Send a caller key, or lower GROQMETER_MIN_UPLOAD_RATE."));
        }
    }

    /** The last answer is out, and the client is still sending. */
    void linger() {
        timeouts.closing();
        LingeringClose.of(channel);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        // After a TLS handshake, or a request that was answered at once, no head has begun.
        boolean headStarted = decoder.hasRead() && !parsed;
        parsed = false;
        if (headStarted && current.isIdle() && pipelined.isEmpty()) {
            timeouts.headBegins();
        }
        ctx.fireChannelReadComplete();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof IdleStateEvent && (current.isIdle() || isStalled())) {
            ctx.close();
        } else if (event instanceof ChannelInputShutdownEvent) {
            inputClosed();
        }
    }

    /**
     * Called when nothing has come for the idle timeout. A client waiting for its answer may be silent. One that owes the rest of
     * its request, or has read nothing of its answer for a whole timeout, is gone.
     */
    private boolean isStalled() {
        boolean takesNothing = unread.isStalled(channel);
        boolean owes = current.isReceiving() && channel.config().isAutoRead();
        return owes || takesNothing;
    }

    /** The client has closed its sending side. It may still wait for answers; writing to it will tell. */
    private void inputClosed() {
        pipelined.end();
        if (!current.isRequestComplete()) {
            channel.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        pipelined.release();
        current.abandon();
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException || cause.getCause() instanceof SSLException) {
            LOG.debug("Client connection failed", cause);
            ctx.close();
            return;
        }
        LOG.error("Request failed with an internal error", cause);
        if (!current.isIdle() && writer.isPending()) {
            current.abandon();
            current.fail(new ApiError(
                    500,
                    "server_error",
                    "internal",
                    "The gateway failed to handle this request. Its log has the reason."));
        } else {
            ctx.close();
        }
    }
}
