package io.groqmeter.groq;

import io.groqmeter.groq.audio.AudioMeter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The URL of audio, read as it comes and never kept. One that begins with {@code data:} (RFC 2397) holds the audio itself, which is
 * decoded and measured as it passes: in base64 of either alphabet, with or without padding, line breaks and percent-encoding, or else
 * percent-encoded. Never throws on any bytes.
 */
final class AudioUrl {

    private enum Step {
        /** It has not shown yet what kind of URL it is. */
        SCHEME,
        /** Somewhere else: nothing more is to be read. */
        ELSEWHERE,
        /** The media type of data, up to the comma. */
        TYPE,
        /** The audio. */
        DATA,
        /** Behind the padding of base64. */
        ENDED,
        /** What should be base64 is none, so nobody knows what Groq hears in it. */
        BROKEN
    }

    private static final String SCHEME = "data:";
    private static final String BASE64 = "base64";
    private static final int LONGEST_RUN = 1024;

    private Step step = Step.SCHEME;
    private int matched; // letters of the scheme
    private int letters; // letters of "base64" since the last semicolon; -1 when it is something else
    private boolean base64;
    private int escape; // hexadecimal digits of a percent-encoded byte still to come
    private int escaped;
    private int bits;
    private int bitCount;
    private byte[] run = {};
    private int length;
    private @Nullable AudioMeter audio;

    /** Reads the bytes between the buffer's position and its limit, and moves the position there. */
    void read(ByteBuffer bytes) {
        while (bytes.hasRemaining() && step != Step.ELSEWHERE && step != Step.ENDED && step != Step.BROKEN) {
            next(bytes.get() & 0xff);
        }
        bytes.position(bytes.limit());
        flush();
    }

    private void next(int mark) {
        switch (step) {
            case SCHEME -> scheme(mark);
            case TYPE -> type(mark);
            default -> data(mark);
        }
    }

    private void scheme(int mark) {
        if (matched == 0 && mark <= ' ') {
            return;
        }
        if (lower(mark) != SCHEME.charAt(matched)) {
            step = Step.ELSEWHERE;
        } else if (++matched == SCHEME.length()) {
            step = Step.TYPE;
            letters = -1;
            audio = new AudioMeter();
            run = new byte[LONGEST_RUN];
        }
    }

    private void type(int mark) {
        if (mark == ',') {
            base64 = letters == BASE64.length();
            step = Step.DATA;
        } else if (mark == ';') {
            letters = 0;
        } else if (mark != ' ' && letters >= 0) {
            letters = letters < BASE64.length() && lower(mark) == BASE64.charAt(letters) ? letters + 1 : -1;
        }
    }

    private static int lower(int mark) {
        return mark >= 'A' && mark <= 'Z' ? mark + ('a' - 'A') : mark;
    }

    private void data(int mark) {
        if (escape > 0) {
            int digit = Character.digit(mark, 16);
            if (digit < 0) {
                step = Step.BROKEN;
                return;
            }
            escaped = escaped << 4 | digit;
            if (--escape == 0) {
                decoded(escaped);
            }
        } else if (mark == '%') {
            escape = 2;
            escaped = 0;
        } else {
            decoded(mark);
        }
    }

    private void decoded(int mark) {
        if (!base64) {
            add(mark);
            return;
        }
        if (mark <= ' ') {
            return;
        }
        int six = six(mark);
        if (six < 0) {
            step = mark == '=' ? Step.ENDED : Step.BROKEN;
            return;
        }
        bits = (bits << 6 | six) & 0xffff;
        bitCount += 6;
        if (bitCount >= 8) {
            bitCount -= 8;
            add(bits >> bitCount);
        }
    }

    /** The six bits that a letter stands for in base64 or its form for URLs; -1 when it stands for none. */
    private static int six(int letter) {
        if (letter >= 'A' && letter <= 'Z') {
            return letter - 'A';
        }
        if (letter >= 'a' && letter <= 'z') {
            return letter - 'a' + 26;
        }
        if (letter >= '0' && letter <= '9') {
            return letter - '0' + 52;
        }
        return letter == '+' || letter == '-' ? 62 : letter == '/' || letter == '_' ? 63 : -1;
    }

    private void add(int octet) {
        run[length++] = (byte) octet;
        if (length == run.length) {
            flush();
        }
    }

    private void flush() {
        if (length > 0 && audio != null) {
            audio.read(ByteBuffer.wrap(run, 0, length));
            length = 0;
        }
    }

    /** Whether Groq fetches the audio somewhere, so that its bytes are not seen here. */
    boolean elsewhere() {
        return step == Step.ELSEWHERE || (step == Step.SCHEME && matched > 0);
    }

    /** How long the audio in it plays; empty when there is none, or it is not understood. */
    Optional<Duration> length() {
        return audio == null || step == Step.BROKEN ? Optional.empty() : audio.duration();
    }
}
