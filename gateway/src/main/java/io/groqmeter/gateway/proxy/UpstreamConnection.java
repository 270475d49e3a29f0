package io.groqmeter.gateway.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection to Groq: serves one call at a time, and returns to the pool when both sides allow. Used on its event loop only. */
final class UpstreamConnection extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(UpstreamConnection.class);

    /** How long an answer is awaited on a connection that accepts no more data. What was sent has arrived by then. */
    private static final int LAST_ANSWER_SECONDS = 5;

    /** The call that uses a connection. */
    interface Listener {
        /** An interim response (1xx), or the head of the answer. */
        void head(HttpResponse head);

        /** A piece of the body, the last one a {@code LastHttpContent}; the listener releases it. */
        void content(HttpContent content);

        /** Everything read at once has been passed on. */
        void readComplete();

        /** The connection can take more of the request again, or its queue is full. */
        void writabilityChanged();

        /** The connection ended before the answer did. Nothing more comes. */
        void closed(@Nullable Throwable cause);
    }

    private final UpstreamPool pool;
    private final Channel channel;
    private final ChannelFutureListener endWritten = this::endWritten;
    private @Nullable Listener listener;
    private boolean requestComplete;
    private boolean answerComplete;
    private boolean interim;
    private boolean answerStarted;
    private boolean usedBefore;
    private boolean keepAlive;
    private long idleSince;
    private boolean rejected;
    private @Nullable Throwable failure;

    UpstreamConnection(UpstreamPool pool, Channel channel) {
        this.pool = pool;
        this.channel = channel;
    }

    void attach(Listener next) {
        listener = next;
        requestComplete = false;
        answerComplete = false;
        answerStarted = false;
        keepAlive = true;
    }

    boolean isOpen() {
        return channel.isActive();
    }

    long idleSince() {
        return idleSince;
    }

    void idleSince(long nanos) {
        idleSince = nanos;
    }

    /** Writes the request's head; the future completes when all of it is out. */
    ChannelFuture head(HttpRequest head) {
        return channel.write(head);
    }

    /** Writes a piece of the request's body that is not its end. */
    void content(HttpContent content) {
        channel.write(content, channel.voidPromise());
    }

    /** Writes the request's end; the future completes when all of the request is out. */
    ChannelFuture end(LastHttpContent last) {
        ChannelFuture written = channel.write(last).addListener(endWritten);
        requestComplete = true;
        finish();
        return written;
    }

    void flush() {
        channel.flush();
    }

    boolean isWritable() {
        return channel.isWritable();
    }

    /** Stops or resumes reading the answer. */
    void read(boolean on) {
        channel.config().setAutoRead(on);
    }

    /** Closes the connection in mid-call. */
    void close() {
        listener = null;
        channel.close();
    }

    /** Closes it now when idle, else after the current call. */
    void closeWhenIdle() {
        keepAlive = false;
        if (listener == null) {
            channel.close();
        }
    }

    private void finish() {
        if (requestComplete && answerComplete) {
            listener = null;
            if (keepAlive && channel.isActive()) {
                channel.config().setAutoRead(true);
                usedBefore = true;
                pool.release(this);
            } else {
                channel.close();
            }
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        Listener current = listener;
        if (current == null || rejected || !(message instanceof HttpObject part)) {
            // Unexpected bytes, or what follows them: the connection can no longer be trusted.
            ReferenceCountUtil.release(message);
            channel.close();
            return;
        }
        if (part.decoderResult().isFailure()) {
            reject(part.decoderResult().cause());
            ReferenceCountUtil.release(message);
            channel.close();
            return;
        }
        if (part instanceof HttpResponse head) {
            if (head.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
                reject(new ProtocolException("it switched protocols without being asked"));
                channel.close();
                return;
            }
            interim = head.status().code() < 200;
            answerStarted = true;
            if (!interim) {
                keepAlive &= HttpUtil.isKeepAlive(head) && isFramed(head);
                pool.answered(head);
            }
            current.head(head);
        }
        if (part instanceof HttpContent content && listener == current && !interim) {
            boolean last = content instanceof LastHttpContent;
            if (last) {
                answerComplete = true;
            }
            current.content(content);
            if (last && listener == current) {
                // After finish() there is no listener to be told.
                current.readComplete();
                finish();
            }
        } else if (part instanceof HttpContent content) {
            content.release();
        }
    }

    private void reject(Throwable cause) {
        rejected = true;
        failure = cause;
    }

    /** A body that ends with the connection leaves nothing to reuse. */
    private static boolean isFramed(HttpResponse head) {
        int status = head.status().code();
        return HttpUtil.isContentLengthSet(head)
                || HttpUtil.isTransferEncodingChunked(head)
                || status == 204
                || status == 304;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (listener != null) {
            listener.readComplete();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (listener != null) {
            listener.writabilityChanged();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            halfClosed(cause);
            return;
        }
        failure = cause;
        if (!(cause instanceof CodecException)) {
            LOG.error("Handling an answer failed; closing its connection", cause);
        }
        ctx.close();
    }

    private void endWritten(ChannelFuture written) {
        if (!written.isSuccess()) {
            halfClosed(written.cause());
        }
    }

    /**
     * The connection can no longer be read or written. Netty closes one that cannot be read. One that cannot be written may still
     * hold an answer: a server that refuses a large request answers and hangs up while it is being sent.
     */
    private void halfClosed(Throwable cause) {
        keepAlive = false;
        if (failure == null) {
            failure = cause;
            channel.eventLoop().schedule(this::closeUnanswered, LAST_ANSWER_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void closeUnanswered() {
        if (!answerStarted) {
            channel.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        Listener current = listener;
        listener = null;
        if (current != null && !answerComplete) {
            if (usedBefore && !answerStarted) {
                pool.stale();
            }
            current.closed(failure);
        } else if (current == null) {
            pool.closed(this);
        }
    }
}
