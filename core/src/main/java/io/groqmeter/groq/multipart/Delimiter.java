package io.groqmeter.groq.multipart;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Searches bytes that arrive in pieces for the line break, two dashes and boundary that end a part's body.
 *
 * <p>The carriage return occurs only at the delimiter's start. So a match that fails can begin anew only at the byte that broke it, no byte
 * is looked at twice, and what a failed match held back is the delimiter's own beginning: nothing needs to be kept.
 */
final class Delimiter {
    private static final long LOW_BITS = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long RETURNS = LOW_BITS * '\r';

    private final byte[] pattern;
    private int matched;
    private int implied;

    Delimiter(String boundary) {
        pattern = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Begins where a line begins: a boundary right here counts, although its line break is no part of the body. */
    void beginLine() {
        matched = 2;
        implied = 2;
    }

    /** Begins where no boundary was met yet, in the middle of nothing. */
    private void beginAnew(int already) {
        matched = already;
        implied = 0;
    }

    /**
     * Reads on up to the delimiter's end, or to the limit.
     *
     * @param bytes its position moves past what was read
     * @param body takes every byte that turned out to be no part of the delimiter
     * @return whether the delimiter has ended
     */
    boolean search(ByteBuffer bytes, Body body) {
        int start = bytes.position(); // of the bytes that belong to the body, the match at hand not included
        int limit = bytes.limit();
        int at = start;
        while (at < limit) {
            if (matched == 0) {
                at = indexOfReturn(bytes, at, limit);
                if (at == limit) {
                    break;
                }
            }
            byte next = bytes.get(at);
            if (next == pattern[matched]) {
                at++;
                matched++;
                if (matched == pattern.length) {
                    pass(bytes, start, at - pattern.length, body);
                    bytes.position(at);
                    return true;
                }
            } else {
                int before = matched - (at - start); // matched bytes of an earlier piece, or implied ones
                if (before > implied) {
                    body.read(ByteBuffer.wrap(pattern, implied, before - implied)
                            .slice()
                            .asReadOnlyBuffer());
                }
                beginAnew(next == '\r' ? 1 : 0);
                at++;
            }
        }
        pass(bytes, start, at - matched, body);
        bytes.position(limit);
        return false;
    }

    private static void pass(ByteBuffer bytes, int start, int end, Body body) {
        if (end > start) {
            body.read(bytes.slice(start, end - start).asReadOnlyBuffer());
        }
    }

    /** Eight bytes at a time: a byte is zero after XOR where it was a carriage return. */
    private static int indexOfReturn(ByteBuffer bytes, int from, int limit) {
        int at = from;
        for (; at + 8 <= limit; at += 8) {
            long differing = bytes.getLong(at) ^ RETURNS;
            if ((differing - LOW_BITS & ~differing & HIGH_BITS) != 0) {
                break;
            }
        }
        while (at < limit && bytes.get(at) != '\r') {
            at++;
        }
        return at;
    }

    /** Takes the bytes of a body in order; a buffer is valid only during the call. */
    interface Body {
        void read(ByteBuffer bytes);
    }
}
