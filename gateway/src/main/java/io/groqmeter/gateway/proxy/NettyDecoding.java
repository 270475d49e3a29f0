package io.groqmeter.gateway.proxy;

import io.groqmeter.exchange.Decoding;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.compression.DecompressionException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decodes a content coding with one of Netty's decoders. */
final class NettyDecoding implements Decoding {

    private static final Logger LOG = LoggerFactory.getLogger(NettyDecoding.class);

    /** How many compressed bytes are decoded at once: the output, up to a thousand times as much, is all in memory. */
    private static final int MAX_INPUT_BYTES = 4 * 1024;

    private final EmbeddedChannel channel;
    private final Consumer<ByteBuffer> reader;
    private byte @Nullable [] beginning = {};
    private boolean plain;
    private boolean finished;
    private boolean broken;
    private long compressed;
    private long decompressed;

    NettyDecoding(ChannelHandler decoder, Consumer<ByteBuffer> reader) {
        this.channel = new EmbeddedChannel(decoder);
        this.reader = reader;
    }

    @Override
    public void read(ByteBuffer bytes) {
        byte[] first = beginning;
        if (first == null) {
            decode(bytes);
        } else if (first.length + bytes.remaining() < 2) {
            beginning = bytes.hasRemaining() ? new byte[] {bytes.get()} : first;
        } else {
            beginning = null;
            ByteBuffer two = ByteBuffer.allocate(2).put(first);
            while (two.hasRemaining()) {
                two.put(bytes.get());
            }
            plain = Decoding.isText(two.get(0), two.get(1));
            decode(two.flip());
            decode(bytes);
        }
    }

    private void decode(ByteBuffer bytes) {
        if (plain) {
            reader.accept(bytes);
        }
        while (bytes.hasRemaining() && !plain && !finished) {
            int length = Math.min(MAX_INPUT_BYTES, bytes.remaining());
            compressed += length;
            // A copy, because the decoder may keep what it cannot use yet.
            ByteBuf piece = channel.alloc().buffer(length);
            piece.writeBytes(bytes.slice(bytes.position(), length));
            bytes.position(bytes.position() + length);
            decode(piece);
        }
        bytes.position(bytes.limit());
    }

    private void decode(ByteBuf piece) {
        try {
            channel.writeInbound(piece);
        } catch (DecompressionException e) {
            giveUp("the rest is corrupt");
        }
        // Output from before an error counts.
        for (ByteBuf text = channel.readInbound(); text != null; text = channel.readInbound()) {
            try {
                decompressed += text.readableBytes();
                for (ByteBuffer part : text.nioBuffers()) {
                    reader.accept(part);
                }
            } finally {
                text.release();
            }
        }
        if (Decoding.isBomb(compressed, decompressed)) {
            giveUp(compressed + " bytes became " + decompressed);
        }
    }

    private void giveUp(String why) {
        if (!finished) {
            finished = true;
            broken = true;
            LOG.warn(
                    "Decompression of an answer stopped after {} bytes: {}. What was read until then counts.",
                    decompressed,
                    why);
        }
    }

    @Override
    public boolean plain() {
        return plain;
    }

    @Override
    public boolean broken() {
        return broken;
    }

    @Override
    public void close() {
        finished = true;
        try {
            channel.finishAndReleaseAll();
        } catch (DecompressionException e) {
            // Repeats what read() has reported; everything is released by now.
        }
    }
}
