package io.groqmeter.exchange;

import java.nio.ByteBuffer;

/**
 * Undoes a content coding of a copy of an answer's bytes as they pass, and shows a reader what comes out. Bytes that are not in that
 * coding are shown as they are, as clients take them; a fault ends the reading, and what was read before it stays read. Never throws
 * on any bytes. Not thread-safe; close it, or it leaks native memory.
 */
public interface Decoding extends AutoCloseable {

    /** How far text shrinks by a wide margin, and from how many bytes on it matters. */
    int HIGHEST_RATIO = 200;

    long HARMLESS = 16L * 1024 * 1024;

    /** Reads the bytes, from position to limit. The buffer is not kept. */
    void read(ByteBuffer bytes);

    /** Whether the bytes turned out not to be in that coding, and were shown as they are. */
    boolean plain();

    /** Whether the reading ended before the data did: a fault in it, or more than is believed. */
    boolean broken();

    @Override
    void close();

    /** Whether so few bytes became so many that they were made to fill memory or time. */
    static boolean isBomb(long packed, long unpacked) {
        return unpacked > HARMLESS && unpacked > HIGHEST_RATIO * packed;
    }

    /**
     * Whether the beginning of a body is that of a JSON object or of an event stream, and so not packed at all. No gzip, zlib, deflate,
     * Brotli or Zstandard data of such a text begins like that.
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
