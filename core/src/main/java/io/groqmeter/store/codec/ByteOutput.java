package io.groqmeter.store.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Values as bytes: a whole number in groups of seven bits, small ones of either sign in few (Protocol Buffers' {@code sint64}); a
 * text in UTF-8 behind its length plus one, an absent one as 0; a decimal as its scale and its digits.
 *
 * <p>Every method throws a {@link BufferOverflowException} where the value does not fit.
 */
final class ByteOutput {

    private final ByteBuffer out;

    /** @param version of what follows; its first byte */
    ByteOutput(ByteBuffer out, int version) {
        this.out = out;
        out.put((byte) version);
    }

    void number(long number) {
        unsigned((number << 1) ^ (number >> 63));
    }

    private void unsigned(long number) {
        long left = number;
        while ((left & ~0x7FL) != 0) {
            out.put((byte) (left | 0x80));
            left >>>= 7;
        }
        out.put((byte) left);
    }

    void flag(boolean flag) {
        out.put((byte) (flag ? 1 : 0));
    }

    void size(Collection<?> all) {
        unsigned(all.size());
    }

    void text(@Nullable String text) {
        if (text == null) {
            unsigned(0);
        } else {
            byte[] bytes = text.getBytes(UTF_8);
            unsigned(bytes.length + 1L);
            out.put(bytes);
        }
    }

    /** An enum constant or another name out of a fixed list. */
    void name(Enum<?> constant) {
        text(constant.name());
    }

    void number(OptionalLong number) {
        flag(number.isPresent());
        if (number.isPresent()) {
            number(number.getAsLong());
        }
    }

    void duration(Optional<Duration> duration) {
        flag(duration.isPresent());
        if (duration.isPresent()) {
            number(duration.get().getSeconds());
            number(duration.get().getNano());
        }
    }

    void decimal(BigDecimal decimal) {
        byte[] digits = decimal.unscaledValue().toByteArray();
        number(decimal.scale());
        unsigned(digits.length);
        out.put(digits);
    }
}
