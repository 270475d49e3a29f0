package io.groqmeter.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;

/**
 * The HMAC-SHA256 of a key's text, so that a reader of the store alone can neither use a key nor try one out.
 *
 * <p>A key has 160 random bits, so the hash need not be slow, as that of a password must be.
 *
 * @param hex 64 hexadecimal digits
 */
public record KeyHash(String hex) {

    private static final String PURPOSE = "groqmeter caller keys";

    public KeyHash {
        if (!hex.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("a key's hash has 64 hexadecimal digits");
        }
    }

    /** Whether both are the same, in a time that does not depend on where they differ. */
    boolean matches(KeyHash other) {
        return MessageDigest.isEqual(hex.getBytes(UTF_8), other.hex.getBytes(UTF_8));
    }

    /** Makes hashes under one secret. Any thread. */
    static final class Maker {

        private final KeyedHash hash;

        /** @param secret this installation's; a secret of our own is derived from it */
        Maker(byte[] secret) {
            this.hash = new KeyedHash(new KeyedHash(secret).of(PURPOSE));
        }

        KeyHash of(String text) {
            return new KeyHash(hash.hex(text));
        }
    }
}
