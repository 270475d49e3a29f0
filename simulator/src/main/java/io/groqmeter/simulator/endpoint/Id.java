package io.groqmeter.simulator.endpoint;

import java.util.SplittableRandom;
import java.util.UUID;

/** Ids in Groq's format: sortable by time, unique by randomness, which is seeded here. */
final class Id {

    private static final char[] CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final int TIME_CHARS = 10;
    private static final int LENGTH = 26;

    private Id() {}

    /** {@code prefix} and 26 characters: ten of the time, sixteen random. */
    static String sortable(String prefix, long epochMillis, SplittableRandom random) {
        char[] id = new char[LENGTH];
        long time = epochMillis;
        for (int i = TIME_CHARS - 1; i >= 0; i--, time >>>= 5) {
            id[i] = CROCKFORD[(int) (time & 31)];
        }
        long bits = 0;
        for (int i = TIME_CHARS; i < LENGTH; i++, bits >>>= 5) {
            if ((i - TIME_CHARS) % 8 == 0) {
                bits = random.nextLong();
            }
            id[i] = CROCKFORD[(int) (bits & 31)];
        }
        return prefix + new String(id);
    }

    /** {@code prefix} and a random UUID. */
    static String uuid(String prefix, SplittableRandom random) {
        long high = (random.nextLong() & ~0xf000L) | 0x4000L;
        long low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return prefix + new UUID(high, low);
    }
}
