package io.groqmeter.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.SecureRandom;
import java.util.zip.CRC32;

/**
 * The text of a caller key, which only its caller has: {@code gm_}, 32 random characters (160 bits) and six of a checksum, all
 * lower-case Crockford base 32. The checksum tells a misspelt or cut key from one that is unknown; it protects nothing.
 */
public final class KeyText {

    /** How every caller key begins; no Groq key does. */
    public static final String PREFIX = "gm_";

    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final int RANDOM_CHARS = 32;
    private static final int CHECK_CHARS = 6;

    private KeyText() {}

    /** A new key. */
    static String random(SecureRandom random) {
        StringBuilder text = new StringBuilder(PREFIX);
        for (int i = 0; i < RANDOM_CHARS; i++) {
            text.append(ALPHABET[random.nextInt(ALPHABET.length)]);
        }
        return text + checksum(text.toString());
    }

    /** Whether a text claims to be a caller key. Such a text is never passed on to Groq. */
    public static boolean claimsToBeOne(String text) {
        return text.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
    }

    /** Whether a text is whole and spelt as it was given out. */
    static boolean isWhole(String text) {
        int checked = text.length() - CHECK_CHARS;
        return checked == PREFIX.length() + RANDOM_CHARS
                && text.startsWith(PREFIX)
                && checksum(text.substring(0, checked)).equals(text.substring(checked));
    }

    private static String checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(US_ASCII));
        long bits = crc.getValue();
        char[] check = new char[CHECK_CHARS];
        for (int i = 0; i < CHECK_CHARS; i++) {
            check[i] = ALPHABET[(int) (bits & 31)];
            bits >>>= 5;
        }
        return new String(check);
    }
}
