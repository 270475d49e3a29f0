package io.groqmeter.bench.load;

import io.groqmeter.bench.traffic.MessageEnd;
import io.groqmeter.bench.traffic.Stamp;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection to a contender, with at most one call in flight. */
final class LoadConnection extends ByteToMessageDecoder {

    private static final int OK = 200;

    /** Who decides what a connection does next. */
    interface Turn {
        /** It is connected and free. */
        void free(LoadConnection client);

        /** It was closed, in a call or not. */
        void gone(LoadConnection client);
    }

    private final Target target;
    private final Notes notes;
    private final Turn turn;
    private final MessageEnd answers = new MessageEnd();
    private @Nullable ChannelHandlerContext connection;
    private long moment;
    private boolean calling;
    private boolean began;

    LoadConnection(Target target, Notes notes, Turn turn) {
        this.target = target;
        this.notes = notes;
        this.turn = turn;
    }

    /** Makes a call whose time counts from that moment. */
    void call(long from) {
        moment = from;
        calling = true;
        began = false;
        if (connection != null) {
            connection.writeAndFlush(Unpooled.wrappedBuffer(target.wire()), connection.voidPromise());
        }
    }

    void close() {
        if (connection != null) {
            connection.close();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        connection = context;
        turn.free(this);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) {
        long now = System.nanoTime();
        if (target.stamped()) {
            Stamp.find(bytes).ifPresent(sent -> notes.sinceSent(now - sent));
        }
        boolean ended = answers.pass(bytes);
        if (!began && answers.bodyBegan()) {
            began = true;
            notes.firstByte(now - moment);
        }
        if (ended) {
            calling = false;
            if (answers.status() == OK) {
                notes.answered(now - moment);
            } else {
                notes.failed();
            }
            turn.free(this);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (calling) {
            calling = false;
            notes.failed();
        }
        turn.gone(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
