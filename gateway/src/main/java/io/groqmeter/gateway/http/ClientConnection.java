package io.groqmeter.gateway.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection: one exchange after the other. Requests that come while one is still being answered (pipelining) wait, and
 * nothing more is read meanwhile.
 */
public final class ClientConnection extends ChannelInboundHandlerAdapter implements Client {

    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

    private final BiFunction<HttpRequest, Client, Exchange> exchanges;
    private final ResponseEncoder encoder;
    private final ArrayDeque<HttpObject> pipelined = new ArrayDeque<>();
    private @Nullable ChannelHandlerContext context;
    private @Nullable Exchange exchange;
    private boolean busy;
    private boolean requestWhole;
    private boolean answerWhole;
    private boolean headWritten;
    private boolean keepAlive;
    private boolean oldClient;
    private boolean closing;
    private boolean takingPipelined;
    private boolean readingBody = true;

    /** @param exchanges opens the exchange of a request */
    ClientConnection(BiFunction<HttpRequest, Client, Exchange> exchanges, ResponseEncoder encoder) {
        this.exchanges = exchanges;
        this.encoder = encoder;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    private ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("not connected yet");
        }
        return context;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        HttpObject part = (HttpObject) message;
        if (!pipelined.isEmpty() || (busy && requestWhole)) {
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
        busy = true;
        requestWhole = false;
        answerWhole = false;
        headWritten = false;
        oldClient = !request.protocolVersion().equals(HttpVersion.HTTP_1_1);
        keepAlive = !oldClient && !closing && HttpUtil.isKeepAlive(request);
        encoder.answersHead(request.method().equals(HttpMethod.HEAD));
        if (HttpUtil.is100ContinueExpected(request)) {
            // We read the body before Groq does, so the permission to send it is ours to give.
            request.headers().remove(HttpHeaderNames.EXPECT);
            context()
                    .writeAndFlush(new DefaultFullHttpResponse(
                            HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
        }
        exchange = exchanges.apply(request, this);
    }

    private void body(HttpContent content) {
        Exchange current = exchange;
        if (content instanceof LastHttpContent) {
            requestWhole = true;
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
        boolean answered = busy && (headWritten || answerWhole);
        gone();
        if (answered) {
            // A second answer would only confuse.
            context().close();
            return;
        }
        encoder.answersHead(false);
        busy = true;
        requestWhole = false;
        answerWhole = false;
        keepAlive = false;
        MalformedRequest.of(cause).answer(this);
    }

    private void finishIfWhole() {
        if (!busy || !requestWhole || !answerWhole) {
            return;
        }
        busy = false;
        exchange = null;
        readingBody = true;
        if (!keepAlive || takingPipelined) {
            return;
        }
        // Those that are answered at once come back here, and would pile up on the stack.
        takingPipelined = true;
        while (!pipelined.isEmpty() && !(busy && requestWhole)) {
            take(pipelined.poll());
        }
        takingPipelined = false;
        updateReading();
    }

    private void updateReading() {
        boolean read = pipelined.isEmpty() && readingBody;
        context().channel().config().setAutoRead(read);
    }

    /** Closes the connection now if nothing is being answered, else after this answer. On the connection's loop. */
    public void closeWhenIdle() {
        closing = true;
        keepAlive = false;
        if (!busy) {
            context().close();
        }
    }

    /** Nothing has come for long. A client that waits for an answer may be silent; one that asks nothing is let go. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof IdleStateEvent && !busy) {
            ctx.close();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (exchange != null && !answerWhole) {
            exchange.writabilityChanged();
        }
        ctx.fireChannelWritabilityChanged();
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
        if (current != null && !answerWhole) {
            answerWhole = true;
            current.clientGone();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("A client's connection failed", cause);
            ctx.close();
            return;
        }
        LOG.error("The gateway failed at a request; it answers 500 and goes on", cause);
        if (busy && !headWritten) {
            keepAlive = false;
            gone();
            answerWhole = false;
            new ApiError(500, "server_error", "internal", "The gateway failed at this request. Its log says why.")
                    .answer(this);
        } else {
            ctx.close();
        }
    }

    @Override
    public EventLoop loop() {
        return context().channel().eventLoop();
    }

    @Override
    public InetAddress address() {
        return ((InetSocketAddress) context().channel().remoteAddress()).getAddress();
    }

    @Override
    public void head(HttpResponse head) {
        head.setProtocolVersion(HttpVersion.HTTP_1_1);
        if (head.status().code() >= 200) {
            headWritten = true;
            if (!HttpUtil.isContentLengthSet(head) && !bodiless(head)) {
                if (oldClient) {
                    head.headers().remove(HttpHeaderNames.TRANSFER_ENCODING);
                } else {
                    head.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
                }
            }
            if (!keepAlive) {
                head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            }
            context().write(head);
        } else if (!oldClient) {
            context().write(head);
            context().write(LastHttpContent.EMPTY_LAST_CONTENT);
        }
    }

    private static boolean bodiless(HttpResponse head) {
        int status = head.status().code();
        return status == 204 || status == 304;
    }

    @Override
    public void content(HttpContent content) {
        context().write(content);
    }

    @Override
    public void end(LastHttpContent last) {
        if (answerWhole) {
            last.release();
            return;
        }
        answerWhole = true;
        if (keepAlive) {
            context().writeAndFlush(last, context().voidPromise());
            readingBody = true;
            updateReading();
            finishIfWhole();
        } else {
            ChannelFuture out = context().writeAndFlush(last);
            out.addListener(requestWhole ? ChannelFutureListener.CLOSE : sent -> LingeringClose.of(context()));
            finishIfWhole();
        }
    }

    @Override
    public void flush() {
        context().flush();
    }

    @Override
    public boolean isWritable() {
        return context().channel().isWritable();
    }

    @Override
    public void read(boolean on) {
        readingBody = on;
        updateReading();
    }

    @Override
    public void abort() {
        keepAlive = false;
        answerWhole = true;
        exchange = null;
        // What was written goes out first, so that the client has all there is before it sees the break.
        context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
}
