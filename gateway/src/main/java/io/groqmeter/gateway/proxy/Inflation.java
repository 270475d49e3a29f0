package io.groqmeter.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.compression.BrotliDecoder;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.compression.ZlibCodecFactory;
import io.netty.handler.codec.compression.ZlibWrapper;
import io.netty.handler.codec.compression.ZstdDecoder;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Decompresses a copy of an answer's bytes as they pass. One per answer; close it, or it leaks native memory. */
final class Inflation implements AutoCloseable {

    /** How many compressed bytes are inflated in one go: what they become, up to a thousand times as many, is in memory at once. */
    private static final int MOST_AT_ONCE = 4 * 1024;

    /** How far text shrinks by a wide margin, and from how many bytes on it matters. */
    private static final int HIGHEST_RATIO = 200;

    private static final long HARMLESS = 16L * 1024 * 1024;

    private final EmbeddedChannel channel;
    private long compressed;
    private long inflated;

    private Inflation(ChannelHandler decoder) {
        channel = new EmbeddedChannel(decoder);
    }

    /**
     * The inflation for a {@code content-encoding}.
     *
     * @return null when the encoding is not one we can read
     */
    static @Nullable Inflation of(String encoding) {
        ChannelHandler decoder =
                switch (encoding.strip().toLowerCase(Locale.ROOT)) {
                    case "gzip", "x-gzip" -> ZlibCodecFactory.newZlibDecoder(ZlibWrapper.GZIP, 0);
                    case "deflate" -> ZlibCodecFactory.newZlibDecoder(ZlibWrapper.ZLIB_OR_NONE, 0);
                    case "br" -> new BrotliDecoder();
                    case "zstd" -> new ZstdDecoder();
                    default -> null;
                };
        return decoder == null ? null : new Inflation(decoder);
    }

    /**
     * Decompresses what those bytes give.
     *
     * @param bytes read, not consumed, not released
     * @throws DecompressionException when they are not in that encoding, or become too many
     */
    void inflate(ByteBuf bytes, Consumer<ByteBuffer> to) {
        for (int at = 0; at < bytes.readableBytes(); at += MOST_AT_ONCE) {
            int length = Math.min(MOST_AT_ONCE, bytes.readableBytes() - at);
            compressed += length;
            channel.writeInbound(bytes.retainedSlice(bytes.readerIndex() + at, length));
            drain(to);
        }
    }

    private void drain(Consumer<ByteBuffer> to) {
        for (ByteBuf piece = channel.readInbound(); piece != null; piece = channel.readInbound()) {
            try {
                inflated += piece.readableBytes();
                if (inflated > HARMLESS && inflated > HIGHEST_RATIO * compressed) {
                    throw new DecompressionException(compressed + " bytes became " + inflated + ": a bomb");
                }
                for (ByteBuffer part : piece.nioBuffers()) {
                    to.accept(part);
                }
            } finally {
                piece.release();
            }
        }
    }

    @Override
    public void close() {
        try {
            channel.finishAndReleaseAll();
        } catch (DecompressionException e) {
            // It says again what inflate() has said already; all is released by now.
        }
    }
}
