package io.groqmeter.gateway.proxy;

import io.groqmeter.access.KeyedHash;

/**
 * The stored trace of a key: eight bytes of an HMAC-SHA256 under the installation's secret, so that a leaked database does not even
 * confirm a guessed key. Thread-safe.
 */
final class KeyFingerprint {

    private static final int DIGITS = 16;

    private final KeyedHash hash;

    /** @param secret the installation's secret, at least 16 bytes */
    KeyFingerprint(byte[] secret) {
        this.hash = new KeyedHash(secret);
    }

    /** {@code key-} and 16 hexadecimal digits. */
    String of(String key) {
        return "key-" + hash.hex(key).substring(0, DIGITS);
    }
}
