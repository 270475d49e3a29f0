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

    private final EmbeddedChannel channel;

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
     * @throws io.netty.handler.codec.compression.DecompressionException when they are not in that encoding
     */
    void inflate(ByteBuf bytes, Consumer<ByteBuffer> to) {
        channel.writeInbound(bytes.retainedDuplicate());
        for (ByteBuf piece = channel.readInbound(); piece != null; piece = channel.readInbound()) {
            try {
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
