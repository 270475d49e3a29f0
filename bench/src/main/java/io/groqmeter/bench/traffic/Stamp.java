package io.groqmeter.bench.traffic;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * The moment an answer was sent, as the digits of its id: proxies pass ids on even if they rewrite the JSON. Upstream and
 * clients are one process, so both read one clock.
 */
public final class Stamp {

    private static final ByteBuf MARK =
            Unpooled.unreleasableBuffer(Unpooled.copiedBuffer(Chat.ID, StandardCharsets.US_ASCII));
    private static final int DIGITS = Chat.NO_STAMP.length();

    private Stamp() {}

    /** A copy of the wire bytes with that moment in them. */
    public static byte[] put(byte[] wire, long nanos) {
        byte[] stamped = wire.clone();
        int at = ByteBufUtil.indexOf(MARK, Unpooled.wrappedBuffer(stamped)) + MARK.readableBytes();
        long rest = nanos;
        for (int digit = at + DIGITS - 1; digit >= at; digit--) {
            stamped[digit] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return stamped;
    }

    /** The moment in those bytes; empty when they hold none. */
    public static OptionalLong find(ByteBuf bytes) {
        int mark = ByteBufUtil.indexOf(MARK, bytes);
        int at = mark + MARK.readableBytes();
        if (mark < 0 || at + DIGITS > bytes.writerIndex()) {
            return OptionalLong.empty();
        }
        long nanos = 0;
        for (int digit = at; digit < at + DIGITS; digit++) {
            nanos = nanos * 10 + bytes.getByte(digit) - '0';
        }
        return nanos > 0 ? OptionalLong.of(nanos) : OptionalLong.empty();
    }
}
