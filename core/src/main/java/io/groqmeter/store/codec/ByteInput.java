package io.groqmeter.store.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Values out of the bytes that {@link ByteOutput} writes.
 *
 * <p>The first version told none: it began with the eight bytes of a time, of which the first is 0 or, before 1970, -1. Its numbers
 * have all their bytes, lengths two of them, and its decimals are texts.
 */
final class ByteInput {

    private static final int FIRST = 1;

    private final ByteBuffer in;
    private final int version;

    private ByteInput(ByteBuffer in, int version) {
        this.in = in;
        this.version = version;
    }

    /**
     * Begins to read.
     *
     * @param newest the newest version that is understood
     * @throws IllegalArgumentException when a newer version wrote it
     */
    static ByteInput of(ByteBuffer in, int newest) {
        int first = in.get(in.position());
        if (first == 0 || first == -1) {
            return new ByteInput(in, FIRST);
        }
        in.get();
        if (first <= FIRST || first > newest) {
            throw new IllegalArgumentException("it is version " + first
                    + " of these bytes, but this groqmeter reads versions 1 to " + newest + "; use a newer groqmeter");
        }
        return new ByteInput(in, first);
    }

    /** Whether it is the first version. */
    boolean first() {
        return version == FIRST;
    }

    /**
     * Refuses what follows, if anything does: it would be lost.
     *
     * @throws IllegalArgumentException then
     */
    void end() {
        if (in.hasRemaining()) {
            throw new IllegalArgumentException("it goes on for " + in.remaining()
                    + " bytes behind its end; it is damaged, or a newer groqmeter wrote it");
        }
    }

    long number() {
        if (first()) {
            return in.getLong();
        }
        long number = unsigned();
        return (number >>> 1) ^ -(number & 1);
    }

    /** A number that the first version wrote in four bytes. */
    int smallNumber() {
        return first() ? in.getInt() : (int) number();
    }

    private long unsigned() {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = in.get();
            number |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw new IllegalArgumentException("a number has more than ten bytes");
    }

    boolean flag() {
        return in.get() != 0;
    }

    /** How many of something follow. */
    long size() {
        return first() ? in.getShort() : unsigned();
    }

    <T> List<T> list(Supplier<T> element) {
        List<T> all = new ArrayList<>();
        for (long left = size(); left > 0; left--) {
            all.add(element.get());
        }
        return all;
    }

    String text() {
        String text = optionalText();
        if (text == null) {
            throw new IllegalArgumentException("a text is missing");
        }
        return text;
    }

    @Nullable
    String optionalText() {
        long length = first() ? in.getShort() : unsigned() - 1;
        return length < 0 ? null : new String(bytes(length), UTF_8);
    }

    private byte[] bytes(long length) {
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[(int) length];
        in.get(bytes);
        return bytes;
    }

    OptionalLong optionalNumber() {
        return flag() ? OptionalLong.of(number()) : OptionalLong.empty();
    }

    Optional<Duration> duration() {
        return flag() ? Optional.of(Duration.ofSeconds(number(), smallNumber())) : Optional.empty();
    }

    BigDecimal decimal() {
        if (first()) {
            return new BigDecimal(text());
        }
        int scale = smallNumber();
        return new BigDecimal(new BigInteger(bytes(unsigned())), scale);
    }
}
