package io.groqmeter.bench.upstream;

import io.groqmeter.bench.traffic.MessageEnd;
import io.groqmeter.bench.traffic.Stamp;
import io.groqmeter.bench.traffic.UpstreamAnswer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/** One connection to the upstream: answers each request when its last byte has come. */
final class Answering extends ByteToMessageDecoder {

    private final UpstreamAnswer answer;
    private final AtomicLongArray answered;
    private final MessageEnd requests = new MessageEnd();
    private int turn;

    Answering(UpstreamAnswer answer, AtomicLongArray answered) {
        this.answer = answer;
        this.answered = answered;
        this.turn = System.identityHashCode(this) & 0xffff;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) {
        if (requests.pass(bytes)) {
            int variant = turn++ % answer.variants().size();
            send(context, variant, 0);
        }
    }

    private void send(ChannelHandlerContext context, int variant, int piece) {
        List<byte[]> pieces = answer.variants().get(variant).pieces();
        boolean last = piece == pieces.size() - 1;
        if (last) {
            // Counted before it is sent: whoever has the answer finds it in the books.
            answered.incrementAndGet(variant);
        }
        byte[] wire = pieces.get(piece);
        byte[] now = answer.stamped() ? Stamp.put(wire, System.nanoTime()) : wire;
        context.writeAndFlush(Unpooled.wrappedBuffer(now), context.voidPromise());
        if (!last) {
            Runnable rest = () -> send(context, variant, piece + 1);
            context.executor().schedule(rest, answer.pause().toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** A proxy that hangs up is the bench's business only where calls get lost, and that shows in the books. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
