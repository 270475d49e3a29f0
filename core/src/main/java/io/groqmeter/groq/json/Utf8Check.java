package io.groqmeter.groq.json;

/** Checks that bytes arriving in pieces are UTF-8 (RFC 3629); two readers may decode others differently. Not thread-safe. */
public final class Utf8Check {

    private int missing;
    private int least = 0x80;
    private int most = 0xBF;
    private boolean broken;

    /** Reads the next bytes, {@code from} inclusive to {@code to} exclusive. */
    public void read(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && !broken) {
            if (missing == 0) {
                at = ByteSearch.firstNonAscii(bytes, at, to);
                if (at < to) {
                    begin(bytes[at++] & 0xFF);
                }
            } else {
                goOn(bytes[at++] & 0xFF);
            }
        }
    }

    /** The bounds of the second byte exclude overlong forms, surrogates and code points beyond Unicode. */
    private void begin(int first) {
        missing = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
        broken = first < 0xC2 || first > 0xF4;
        least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    }

    private void goOn(int next) {
        broken = next < least || next > most;
        least = 0x80;
        most = 0xBF;
        missing--;
    }

    /** Whether some bytes were not UTF-8. */
    public boolean broken() {
        return broken;
    }
}
