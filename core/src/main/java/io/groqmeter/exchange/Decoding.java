package io.groqmeter.exchange;

import java.nio.ByteBuffer;

/**
 * Decodes the content coding of a copy of an answer's bytes as they pass, for a reader. Bytes that are not in that coding are passed on
 * as they are, as clients accept them; after a damaged byte nothing more is read. Never throws on any bytes. Not thread-safe; close it,
 * or it leaks native memory.
 */
public interface Decoding extends AutoCloseable {

    /** The highest ratio of unpacked to packed bytes, well above that of real text. */
    int HIGHEST_RATIO = 200;

    /** The unpacked bytes from which on the ratio matters. */
    long HARMLESS = 16L * 1024 * 1024;

    /** Reads the bytes, from position to limit. The buffer is not kept. */
    void read(ByteBuffer bytes);

    /** Whether the bytes turned out not to be in that coding, and were passed on as they are. */
    boolean plain();

    /** Whether reading stopped before the data ended: it is damaged or a decompression bomb. */
    boolean broken();

    @Override
    void close();

    /** Whether the sizes are those of a decompression bomb. */
    static boolean isBomb(long packed, long unpacked) {
        return unpacked > HARMLESS && unpacked > HIGHEST_RATIO * packed;
    }

    /**
     * Whether a body begins like a JSON object or an event stream, and so is not compressed at all. No gzip, zlib, deflate, Brotli or
     * Zstandard data of such a text begins like that.
     *
     * @param first the first byte
     * @param second the second byte
     */
    static boolean isText(byte first, byte second) {
        return switch (first) {
            case '{' -> second == '"' || second == '}' || second == ' ' || second == '\n' || second == '\r';
            case 'd' -> second == 'a';
            case 'e' -> second == 'v';
            case 'i' -> second == 'd';
            case ':' -> second == ' ' || second == '\n' || second == '\r';
            default -> false;
        };
    }
}
