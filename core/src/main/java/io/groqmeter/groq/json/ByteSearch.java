package io.groqmeter.groq.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Byte searches, eight bytes at a time, since most of a body is text that is skipped. */
public final class ByteSearch {

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private static final String PLAIN = " \t\r\n{}[]:,+-.0123456789eEtrufalsn\"";
    private static final long PLAIN_LOW = bits(0);
    private static final long PLAIN_HIGH = bits(64);

    private ByteSearch() {}

    private static long bits(int from) {
        return PLAIN.chars()
                .filter(c -> c >= from && c < from + 64)
                .mapToLong(c -> 1L << c - from)
                .reduce(0, (one, other) -> one | other);
    }

    /** The index of the first of two bytes from {@code at} on; {@code to} when there is none before it. */
    public static int firstOf(char mark, char other, byte[] bytes, int at, int to) {
        int i = at;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            long eight = (long) EIGHT_BYTES.get(bytes, i);
            long found = zeroBytes(eight ^ ONES * mark) | zeroBytes(eight ^ ONES * other);
            if (found != 0) {
                return i + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        while (i < to && bytes[i] != mark && bytes[i] != other) {
            i++;
        }
        return i;
    }

    /** The index of the first byte beyond ASCII from {@code at} on; {@code to} when there is none before it. */
    static int firstNonAscii(byte[] bytes, int at, int to) {
        int i = at;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            long beyond = (long) EIGHT_BYTES.get(bytes, i) & HIGH_BITS;
            if (beyond != 0) {
                return i + Long.numberOfTrailingZeros(beyond) / Byte.SIZE;
            }
        }
        while (i < to && bytes[i] >= 0) {
            i++;
        }
        return i;
    }

    /** The high bit of each byte that is zero; above the lowest such byte also of some that are not. */
    private static long zeroBytes(long eight) {
        return (eight - ONES) & ~eight & HIGH_BITS;
    }

    /** The end of a number, {@code true}, {@code false} or {@code null}; {@code to} when it may continue. */
    static int endOfLiteral(byte[] bytes, int at, int to) {
        int i = at;
        while (i < to && !endsLiteral(bytes[i])) {
            i++;
        }
        return i;
    }

    /** Whether a byte occurs outside strings in JSON: structure, blanks, numbers, {@code true}, {@code false} and {@code null}. */
    static boolean isPlain(byte mark) {
        return mark >= 0 && (mark < 64 ? PLAIN_LOW >>> mark & 1 : PLAIN_HIGH >>> mark - 64 & 1) != 0;
    }

    /** Whether a byte occurs in numbers, {@code true}, {@code false} and {@code null}. */
    static boolean isLiteral(byte mark) {
        return isPlain(mark)
                && switch (mark) {
                    case '"', '{', '[', ':' -> false;
                    default -> true;
                };
    }

    private static boolean endsLiteral(byte mark) {
        return switch (mark) {
            case ',', '}', ']', ' ', '\n', '\r', '\t' -> true;
            default -> false;
        };
    }
}
