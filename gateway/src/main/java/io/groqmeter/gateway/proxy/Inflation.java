package io.groqmeter.gateway.proxy;

import io.groqmeter.exchange.Decoding;
import io.groqmeter.exchange.ZlibDecoding;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.compression.BrotliDecoder;
import io.netty.handler.codec.compression.ZstdDecoder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes the content codings of a body for a reader (RFC 9110 §8.4). Clients take unknown values (UTF-8, none) for plain bytes,
 * and so does this. One per body; must be closed, or it leaks native memory.
 */
final class Inflation implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Inflation.class);

    /** More than any server applies. */
    private static final int MAX_CODINGS = 4;

    private static final String NAMES = "gzip, deflate, br, zstd";
    private static final Set<String> KNOWN = Set.of("", "identity", "gzip", "x-gzip", "deflate", "br", "zstd");

    private final List<Decoding> decodings = new ArrayList<>(1);
    private Consumer<ByteBuffer> outermost;

    private Inflation(Consumer<ByteBuffer> reader) {
        outermost = reader;
    }

    /**
     * Creates the inflation for the values of {@code content-encoding}.
     *
     * @param reader receives the plain bytes
     * @return null when they name no coding, and the bytes are plain
     * @throws IllegalArgumentException when they cannot be decoded: too many codings, or one without a library on this machine
     */
    static @Nullable Inflation of(List<String> values, Consumer<ByteBuffer> reader) {
        Inflation inflation = new Inflation(reader);
        try {
            names(values).forEach(inflation::undo);
        } catch (IllegalArgumentException e) {
            inflation.close();
            throw e;
        } catch (RuntimeException | LinkageError e) {
            inflation.close();
            throw new IllegalArgumentException("its content-encoding is not supported on this machine: " + e, e);
        }
        return inflation.decodings.isEmpty() ? null : inflation;
    }

    private void undo(String coding) {
        Decoding decoding =
                switch (coding) {
                    case "gzip", "x-gzip" -> new ZlibDecoding(outermost);
                    case "deflate" -> new ZlibDecoding(outermost, true);
                    case "br" -> new NettyDecoding(new BrotliDecoder(), outermost);
                    case "zstd" -> new NettyDecoding(new ZstdDecoder(), outermost);
                    default -> null;
                };
        if (decoding == null) {
            if (!KNOWN.contains(coding)) {
                LOG.debug("An answer's content-encoding is not one of {}; reading it as plain bytes", NAMES);
            }
            return;
        }
        decodings.add(decoding);
        outermost = decoding::read;
        if (decodings.size() > MAX_CODINGS) {
            throw new IllegalArgumentException("it has more than " + MAX_CODINGS + " content codings");
        }
    }

    /**
     * The same for a reader that must not mistake encoded bytes for plain ones.
     *
     * @throws IllegalArgumentException also for an unknown coding
     */
    static @Nullable Inflation ofKnown(List<String> values, Consumer<ByteBuffer> reader) {
        if (!names(values).allMatch(KNOWN::contains)) {
            throw new IllegalArgumentException("its content-encoding is not one of " + NAMES);
        }
        return of(values, reader);
    }

    private static Stream<String> names(List<String> values) {
        return values.stream().flatMap(value -> Stream.of(value.split(","))).map(coding -> coding.strip()
                .toLowerCase(Locale.ROOT));
    }

    /** Whether the bytes are not in the declared coding: clients take them as they are, another reader may not. */
    boolean isDoubtful() {
        return decodings.stream().anyMatch(decoding -> decoding.plain() || decoding.broken());
    }

    /** Decodes the bytes for the reader; they stay unchanged. */
    void inflate(ByteBuf bytes) {
        for (ByteBuffer part : bytes.nioBuffers()) {
            outermost.accept(part);
        }
    }

    @Override
    public void close() {
        decodings.forEach(Decoding::close);
    }
}
