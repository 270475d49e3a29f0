package io.groqmeter.gateway.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What is remembered of a key: eight bytes of an HMAC-SHA256 under a secret of this installation, so that a leaked database does not
 * even confirm a guessed key. Thread-safe.
 */
final class KeyFingerprint {

    private static final int BYTES = 8;

    private final Mac keyed;

    /** @param secret this installation's secret, at least 16 bytes */
    KeyFingerprint(byte[] secret) {
        try {
            keyed = Mac.getInstance("HmacSHA256");
            keyed.init(new SecretKeySpec(secret, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    /** {@code key-} and 16 hexadecimal digits. */
    String of(String key) {
        try {
            // To copy one that has its secret is cheaper than to look up and prepare a new one: 1 µs of a call.
            Mac mac = (Mac) keyed.clone();
            return "key-" + HexFormat.of().formatHex(mac.doFinal(key.getBytes(UTF_8)), 0, BYTES);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's own HmacSHA256 can be copied", e);
        }
    }
}
