package io.groqmeter.sqlite.column;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of ids: the two usual kinds as 16 bytes instead of 29 or 45 characters, any other as text. An id is read back
 * exactly as it was written.
 */
public final class CompactId {

    private static final String RECORD = "gm-";
    private static final String RESPONSE = "chatcmpl-";
    private static final String CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int DIGITS = 26;

    private CompactId() {}

    /** The stored form of a record's id: a {@code byte[16]} or a {@code String}. */
    public static Object ofRecord(String id) {
        byte @Nullable [] bytes = id.startsWith(RECORD) ? ofDigits(id.substring(RECORD.length())) : null;
        return bytes == null ? id : bytes;
    }

    /** The record's id of a stored form. */
    public static String record(Object stored) {
        return stored instanceof byte[] bytes ? RECORD + digits(bytes) : (String) stored;
    }

    /** The stored form of a response's id: a {@code byte[16]} or a {@code String}. */
    public static @Nullable Object ofResponse(@Nullable String id) {
        if (id == null || !id.startsWith(RESPONSE) || id.length() != RESPONSE.length() + 36) {
            return id;
        }
        String text = id.substring(RESPONSE.length());
        try {
            UUID uuid = UUID.fromString(text);
            return uuid.toString().equals(text) ? bytes(uuid) : id;
        } catch (IllegalArgumentException notAUuid) {
            return id;
        }
    }

    /** The response's id of a stored form. */
    public static @Nullable String response(@Nullable Object stored) {
        return stored instanceof byte[] bytes ? RESPONSE + uuid(bytes) : (String) stored;
    }

    /** 26 Crockford digits as 128 bits; null unless {@link #digits} would return the same text. */
    private static byte @Nullable [] ofDigits(String digits) {
        if (digits.length() != DIGITS || digits.charAt(0) > '7') {
            return null;
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < DIGITS; i++) {
            int digit = CROCKFORD.indexOf(digits.charAt(i));
            if (digit < 0) {
                return null;
            }
            high = high << 5 | low >>> 59;
            low = low << 5 | digit;
        }
        return bytes(new UUID(high, low));
    }

    private static String digits(byte[] bytes) {
        UUID bits = uuid(bytes);
        long high = bits.getMostSignificantBits();
        long low = bits.getLeastSignificantBits();
        char[] digits = new char[DIGITS];
        for (int i = DIGITS - 1; i >= 0; i--) {
            digits[i] = CROCKFORD.charAt((int) (low & 31));
            low = low >>> 5 | high << 59;
            high >>>= 5;
        }
        return new String(digits);
    }

    private static byte[] bytes(UUID bits) {
        return ByteBuffer.allocate(16)
                .putLong(bits.getMostSignificantBits())
                .putLong(bits.getLeastSignificantBits())
                .array();
    }

    private static UUID uuid(byte[] bytes) {
        if (bytes.length != 16) {
            throw new IllegalArgumentException("an id of " + bytes.length + " bytes: " + Arrays.toString(bytes));
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }
}
