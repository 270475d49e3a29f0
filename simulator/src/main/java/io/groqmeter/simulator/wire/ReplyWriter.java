package io.groqmeter.simulator.wire;

import io.groqmeter.simulator.wire.Reply.How;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Writes one reply to one connection, at the reply's pace and no faster than the client reads.
 *
 * <p>Lives on the connection's event loop; {@code onEnd} runs once, when the connection may serve its next request or is closing.
 */
final class ReplyWriter {

    private final ChannelHandlerContext ctx;
    private final Answer answer;
    private final Delivery delivery;
    private final Reply.Ending ending;
    private final boolean keepAlive;
    private final Runnable onEnd;
    private final List<byte[]> coded;
    private final List<byte[]> pieces;
    private int next;
    private boolean started;
    private boolean writing;
    private boolean finishing;
    private boolean waiting;
    private boolean ended;

    ReplyWriter(ChannelHandlerContext ctx, Reply reply, boolean keepAlive, Runnable onEnd) {
        this.ctx = ctx;
        this.answer = reply.answer();
        this.delivery = reply.delivery();
        this.ending = reply.ending();
        this.keepAlive = keepAlive && !delivery.closeDelimited();
        this.onEnd = onEnd;
        this.coded = Pieces.coded(answer.body(), delivery.gzip());
        this.pieces = Pieces.split(Pieces.cut(coded, delivery.cut()), delivery.split());
    }

    void start() {
        if (!delivery.never()) {
            after(delivery.latency(), this::head);
        }
    }

    /** The client reads again. */
    void resume() {
        if (started && !waiting) {
            body();
        }
    }

    void clientLeft() {
        end(How.CLIENT_LEFT);
    }

    private void head() {
        if (delivery.cut() instanceof Cut.BeforeHeaders) {
            breakOff();
            return;
        }
        started = true;
        if (pieces.size() <= 1 && delivery.cut() == Cut.NONE && announcesLength()) {
            byte[] only = pieces.isEmpty() ? new byte[0] : pieces.get(0);
            DefaultFullHttpResponse whole = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), Unpooled.wrappedBuffer(only));
            finish(ctx.writeAndFlush(headed(whole)));
            return;
        }
        ctx.write(headed(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()))));
        body();
    }

    /** A flush may call this while the loop below is still running. */
    private void body() {
        if (!writing) {
            writing = true;
            writePieces();
            writing = false;
        }
    }

    /** Writes pieces until one is delayed or the client is behind; flushes once for all of them. */
    private void writePieces() {
        while (!finishing && next < pieces.size()) {
            ctx.write(new DefaultHttpContent(Unpooled.wrappedBuffer(pieces.get(next++))));
            if (delivery.split() != Split.NONE) {
                ctx.flush();
            }
            if (!delivery.chunkDelay().isZero() && next < pieces.size()) {
                ctx.flush();
                waiting = true;
                after(delivery.chunkDelay(), () -> {
                    waiting = false;
                    body();
                });
                return;
            }
            if (!ctx.channel().isWritable()) {
                ctx.flush();
                if (!ctx.channel().isWritable()) {
                    return;
                }
            }
        }
        if (!finishing) {
            finishing = true;
            if (delivery.cut() != Cut.NONE) {
                ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> breakOff());
            } else {
                finish(ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT));
            }
        }
    }

    private HttpResponse headed(HttpResponse head) {
        for (Header header : answer.headers()) {
            head.headers().add(header.name(), header.value());
        }
        if (delivery.gzip()) {
            head.headers().set("content-encoding", "gzip").set("vary", "Accept-Encoding");
        }
        if (!keepAlive) {
            head.headers().set("connection", "close");
        }
        if (delivery.closeDelimited()
                || head.headers().contains("content-length")
                || HttpUtil.isTransferEncodingChunked(head)) {
            return head;
        }
        if (answer.body() instanceof Body.Whole) {
            head.headers().set("content-length", coded.get(0).length);
        } else {
            head.headers().set("transfer-encoding", "chunked");
        }
        return head;
    }

    private boolean announcesLength() {
        return answer.body() instanceof Body.Whole && !delivery.closeDelimited();
    }

    private void finish(ChannelFuture lastWrite) {
        finishing = true;
        lastWrite.addListener(written -> end(written.isSuccess() ? How.DELIVERED : How.CLIENT_LEFT));
        if (!keepAlive) {
            lastWrite.addListener(ChannelFutureListener.CLOSE);
        } else if (delivery.hangUp() != null) {
            ctx.executor().schedule(() -> ctx.close(), delivery.hangUp().toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void breakOff() {
        end(How.CUT);
        ctx.close();
    }

    private void end(How how) {
        if (!ended) {
            ended = true;
            ending.ended(how);
            onEnd.run();
        }
    }

    private void after(Duration delay, Runnable step) {
        if (delay.isZero()) {
            step.run();
        } else {
            ctx.executor()
                    .schedule(
                            () -> {
                                if (!ended) {
                                    step.run();
                                }
                            },
                            delay.toNanos(),
                            TimeUnit.NANOSECONDS);
        }
    }
}
