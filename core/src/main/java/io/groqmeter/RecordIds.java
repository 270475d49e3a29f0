package io.groqmeter;

import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * Ids of records: {@code gm-} and 26 characters, of which the first ten tell the millisecond and the rest are random, so that
 * they sort by time and never repeat. The form is ULID's, in lower-case Crockford base 32.
 */
public final class RecordIds {

    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final Pattern FORM = Pattern.compile("gm-[0-7][0-9a-hjkmnp-tv-z]{25}");
    private static final int TIME_CHARS = 10;
    private static final int RANDOM_CHARS = 16;

    private final InstantSource clock;

    public RecordIds(InstantSource clock) {
        this.clock = clock;
    }

    /** A new id. Any thread. */
    public String next() {
        char[] id = new char[3 + TIME_CHARS + RANDOM_CHARS];
        id[0] = 'g';
        id[1] = 'm';
        id[2] = '-';
        long millis = clock.millis();
        for (int i = 2 + TIME_CHARS; i > 2; i--) {
            id[i] = ALPHABET[(int) (millis & 31)];
            millis >>>= 5;
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        for (int i = 3 + TIME_CHARS; i < id.length; i++) {
            id[i] = ALPHABET[random.nextInt(32)];
        }
        return new String(id);
    }

    /** Whether a text has the form of our ids. */
    public static boolean isRecordId(String text) {
        return FORM.matcher(text).matches();
    }
}
