package io.groqmeter.groq.json;

/** Reads one string of a JSON text, from after its opening quote to its closing one, and decodes its escapes. */
final class StringWalk {

    private enum Step {
        PLAIN,
        ESCAPE,
        /** The four digits of an escaped UTF-16 unit. */
        HEX,
        OVER,
        /** The string was not JSON. */
        BROKEN
    }

    private static final int REPLACEMENT_CHARACTER = 0xFFFD;

    private final JsonValue value;
    private Step step = Step.OVER;
    private int unit;
    private int digitsLeft;
    private int highSurrogate;
    private boolean irregular;

    /**
     * @param value takes the string
     */
    StringWalk(JsonValue value) {
        this.value = value;
    }

    void start(boolean keep) {
        value.start(true, keep);
        step = Step.PLAIN;
        highSurrogate = 0;
        irregular = false;
    }

    boolean over() {
        return step == Step.OVER;
    }

    /** Whether it has an escape that is not JSON. */
    boolean irregular() {
        return irregular;
    }

    boolean broken() {
        return step == Step.BROKEN;
    }

    /** Reads up to and including the closing quote, or all there is; returns where it stopped. */
    int read(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && step != Step.OVER && step != Step.BROKEN) {
            at = switch (step) {
                case ESCAPE -> escape(bytes[at], at);
                case HEX -> hex(bytes[at], at);
                default -> plain(bytes, at, to);
            };
        }
        value.passed(at - from);
        return at;
    }

    private int plain(byte[] bytes, int at, int to) {
        int end = ByteSearch.firstOf('"', '\\', bytes, at, to);
        if (end > at) {
            addLoneSurrogate();
            value.add(bytes, at, end);
        }
        if (end == to) {
            return to;
        }
        if (bytes[end] == '\\') {
            return then(Step.ESCAPE, end);
        }
        addLoneSurrogate();
        return then(Step.OVER, end);
    }

    private int escape(byte mark, int at) {
        if (mark == 'u') {
            unit = 0;
            digitsLeft = 4;
            return then(Step.HEX, at);
        }
        addLoneSurrogate();
        irregular |= !isEscape(mark);
        value.add(
                switch (mark) {
                    case 'n' -> '\n';
                    case 't' -> '\t';
                    case 'r' -> '\r';
                    case 'b' -> '\b';
                    case 'f' -> '\f';
                    default -> mark & 0x7F;
                });
        return then(Step.PLAIN, at);
    }

    /** Whether JSON allows a backslash before it. */
    static boolean isEscape(byte mark) {
        return switch (mark) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't', 'u' -> true;
            default -> false;
        };
    }

    private int hex(byte mark, int at) {
        int digit = Character.digit(mark, 16);
        if (digit < 0) {
            return then(Step.BROKEN, at);
        }
        unit = unit << 4 | digit;
        if (--digitsLeft > 0) {
            return at + 1;
        }
        addUnit();
        return then(Step.PLAIN, at);
    }

    private void addUnit() {
        if (highSurrogate != 0 && Character.isLowSurrogate((char) unit)) {
            value.add(Character.toCodePoint((char) highSurrogate, (char) unit));
            highSurrogate = 0;
            return;
        }
        addLoneSurrogate();
        if (Character.isHighSurrogate((char) unit)) {
            highSurrogate = unit;
        } else {
            value.add(Character.isLowSurrogate((char) unit) ? REPLACEMENT_CHARACTER : unit);
        }
    }

    private void addLoneSurrogate() {
        if (highSurrogate != 0) {
            highSurrogate = 0;
            value.add(REPLACEMENT_CHARACTER);
        }
    }

    private int then(Step following, int at) {
        step = following;
        return at + 1;
    }
}
