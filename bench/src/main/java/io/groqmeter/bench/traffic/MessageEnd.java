package io.groqmeter.bench.traffic;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Finds where HTTP messages end on a connection. Reads heads and skips bodies, of a known length or chunked. For well-behaved
 * peers only: an HTTP codec would cost the bench more CPU than the fastest proxy it measures.
 */
public final class MessageEnd {

    private static final ByteBuf HEAD_END = bytes("\r\n\r\n");
    private static final ByteBuf LINE_END = bytes("\r\n");
    private static final String LENGTH = "\ncontent-length:";
    private static final int IN_HEAD = -1;

    private String head = "";
    private long bodyLeft = IN_HEAD;
    private boolean chunked;
    private boolean bodyBegan;

    private static ByteBuf bytes(String text) {
        return Unpooled.unreleasableBuffer(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    /** Reads on; true when a message ended there. False leaves bytes unread only where a head or a chunk's size is not whole. */
    public boolean pass(ByteBuf bytes) {
        while (true) {
            if (bodyLeft == IN_HEAD && !head(bytes)) {
                return false;
            }
            int skipped = (int) Math.min(bodyLeft, bytes.readableBytes());
            bytes.skipBytes(skipped);
            bodyBegan |= skipped > 0;
            bodyLeft -= skipped;
            if (bodyLeft > 0) {
                return false;
            }
            long next = chunked ? nextChunk(bytes) : 0;
            if (next < 0) {
                return false;
            }
            bodyLeft = next;
            if (next == 0) {
                bodyLeft = IN_HEAD;
                return true;
            }
        }
    }

    /** Whether the message under way, or the one that just ended, has shown a byte of its body. */
    public boolean bodyBegan() {
        return bodyBegan;
    }

    /** The status of the answer under way, or of the one that just ended; 0 before the first. */
    public int status() {
        return head.isEmpty() ? 0 : Integer.parseInt(head.substring(9, 12));
    }

    private boolean head(ByteBuf bytes) {
        int end = ByteBufUtil.indexOf(HEAD_END, bytes);
        if (end < 0) {
            return false;
        }
        int from = bytes.readerIndex();
        head = bytes.toString(from, end - from, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        bytes.readerIndex(end + HEAD_END.readableBytes());
        bodyBegan = false;
        chunked = head.contains("\ntransfer-encoding: chunked");
        int length = head.indexOf(LENGTH);
        bodyLeft = length < 0 ? 0 : number(length + LENGTH.length());
        return true;
    }

    private long number(int from) {
        int end = head.indexOf('\r', from);
        return Long.parseLong(
                head.substring(from, end < 0 ? head.length() : end).strip());
    }

    /** The next chunk's bytes with its line end; 0 after the last one, -1 when its size has not come yet. */
    private static long nextChunk(ByteBuf bytes) {
        int end = ByteBufUtil.indexOf(LINE_END, bytes);
        if (end < 0) {
            return -1;
        }
        int from = bytes.readerIndex();
        String line = bytes.toString(from, end - from, StandardCharsets.ISO_8859_1);
        long size = Long.parseLong(line.split(";")[0].strip(), 16);
        int after = end + LINE_END.readableBytes();
        if (size > 0) {
            bytes.readerIndex(after);
            return size + LINE_END.readableBytes();
        }
        if (bytes.writerIndex() < after + LINE_END.readableBytes()) {
            return -1;
        }
        bytes.readerIndex(after + LINE_END.readableBytes());
        return 0;
    }
}
