package io.groqmeter.groq.audio;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * A cursor over bytes that arrive in pieces: a reader looks a few bytes ahead with {@link #has} and moves on with {@link #skip}.
 *
 * <p>The bytes ahead lie in the piece that just arrived, or, where a piece ended too early, in a small carry; skipped bytes are never
 * copied. A step of a reader must skip, or find {@link #has} false, or {@link #stop}: anything else is taken as a standstill.
 */
final class ByteCursor {
    /** The most bytes a reader may look ahead. */
    static final int LOOKAHEAD = 4096;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final byte[] carry = new byte[LOOKAHEAD];
    private int carried;
    private ByteBuffer piece = NOTHING;
    private long position;
    private long owed;
    private int need = 1;
    private boolean moved;
    private boolean stopped;

    /** Takes the next piece, whose own position stays as it is. */
    void arrive(ByteBuffer bytes) {
        piece = bytes.slice();
        payDebt();
    }

    /** Says whether a step can be taken, and begins it. */
    boolean ready() {
        if (stopped || owed > 0) {
            return false;
        }
        if (carried > 0 && piece.position() >= carried) { // all that is carried lies in this piece as well
            piece.position(piece.position() - carried);
            carried = 0;
        }
        if (carried > 0) {
            int more = Math.min(need - carried, piece.remaining());
            if (more > 0) {
                piece.get(carry, carried, more);
                carried += more;
            }
        }
        boolean enough = available() >= need;
        if (enough) {
            need = 1;
            moved = false;
        }
        return enough;
    }

    /** Says whether the step just taken led anywhere. */
    boolean moved() {
        return moved;
    }

    /** Lets the piece go, keeping only the bytes that the next step looks at. */
    void release() {
        if (!stopped && owed == 0 && carried == 0) {
            carried = piece.remaining();
            piece.get(carry, 0, carried);
        }
        piece = NOTHING;
    }

    /** Bytes that can be looked at now. */
    int available() {
        return carried > 0 ? carried : piece.remaining();
    }

    /** Says whether {@code n} bytes can be looked at; if not, the next step is taken when they can. */
    boolean has(int n) {
        if (available() >= n) {
            return true;
        }
        need = n;
        moved = true;
        return false;
    }

    /** Moves on by {@code n} bytes, arrived or not; a negative number moves nothing. */
    void skip(long n) {
        if (n <= 0) {
            return;
        }
        moved = true;
        if (carried > 0) {
            int part = (int) Math.min(n, carried);
            System.arraycopy(carry, part, carry, 0, carried - part);
            carried -= part;
            position += part;
            owed = n - part;
        } else {
            owed = n;
        }
        if (carried == 0) {
            payDebt();
        }
    }

    private void payDebt() {
        int part = (int) Math.min(owed, piece.remaining());
        piece.position(piece.position() + part);
        position += part;
        owed -= part;
    }

    /** Ends the reading: nothing more can be learnt from these bytes. */
    void stop() {
        stopped = true;
        moved = true;
    }

    /** Bytes passed so far; where a skip goes beyond what has arrived, the bytes that have arrived. */
    long position() {
        return position;
    }

    /** Bytes that were skipped but have not arrived. */
    long owed() {
        return owed;
    }

    int u8(int offset) {
        return (carried > 0 ? carry[offset] : piece.get(piece.position() + offset)) & 0xff;
    }

    int u16(int offset) {
        return u8(offset) << 8 | u8(offset + 1);
    }

    int i32(int offset) {
        return u16(offset) << 16 | u16(offset + 2);
    }

    long u32(int offset) {
        return i32(offset) & 0xffff_ffffL;
    }

    long i64(int offset) {
        return u32(offset) << 32 | u32(offset + 4);
    }

    int u16le(int offset) {
        return u8(offset) | u8(offset + 1) << 8;
    }

    long u32le(int offset) {
        return (u16le(offset) | u16le(offset + 2) << 16) & 0xffff_ffffL;
    }

    long i64le(int offset) {
        return u32le(offset) | u32le(offset + 4) << 32;
    }

    /** Says whether these ASCII characters stand at {@code offset}. */
    boolean says(int offset, String ascii) {
        byte[] expected = ascii.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < expected.length; i++) {
            if (u8(offset + i) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /** Skips at least one byte, then on to the next {@code value} among the bytes that can be looked at, or past all of them. */
    void seek(int value) {
        seek(value, value);
    }

    /** The same with two values: whichever comes first. */
    void seek(int one, int other) {
        int end = available();
        int at = 1;
        for (int next; at < end && (next = u8(at)) != one && next != other; ) {
            at++;
        }
        skip(at);
    }

    /**
     * Passes on what has arrived of the next {@code most} bytes and skips it.
     *
     * @return how many bytes were passed on
     */
    int pass(int most, Consumer<ByteBuffer> to) {
        int length = Math.min(most, available());
        to.accept(carried > 0 ? ByteBuffer.wrap(carry, 0, length) : piece.slice(piece.position(), length));
        skip(length);
        return length;
    }
}
