package io.groqmeter.groq.json;

/** Passes over one string, object or array of a JSON text without keeping any of it. Not thread-safe. */
final class SkippedValue {

    private enum Step {
        CONTAINER,
        STRING,
        ESCAPE,
        /** The four digits of an escaped UTF-16 unit. */
        HEX,
        OVER
    }

    private Step step = Step.OVER;
    private long depth;
    private int digitsLeft;
    private boolean irregular;

    /** The next byte is the value's first. */
    void start() {
        step = Step.CONTAINER;
        depth = 0;
        irregular = false;
    }

    boolean over() {
        return step == Step.OVER;
    }

    /** Whether it has bytes that are not JSON. */
    boolean irregular() {
        return irregular;
    }

    /** Reads up to and including the value's last byte, or all there is; returns where it stopped. */
    int read(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && step != Step.OVER) {
            at = switch (step) {
                case STRING -> string(bytes, at, to);
                case ESCAPE -> escape(bytes[at], at);
                case HEX -> hex(bytes[at], at);
                default -> container(bytes, at, to);
            };
        }
        return at;
    }

    private int container(byte[] bytes, int at, int to) {
        for (int i = at; i < to; i++) {
            byte next = bytes[i];
            if (next == '"') {
                int end = ByteSearch.firstOf('"', '\\', bytes, i + 1, to);
                if (end == to || bytes[end] == '\\') {
                    step = Step.STRING;
                    return end;
                }
                if (depth == 0) {
                    return then(Step.OVER, end);
                }
                i = end;
            } else if (next == '{' || next == '[') {
                depth++;
            } else if (next == '}' || next == ']') {
                if (--depth == 0) {
                    return then(Step.OVER, i);
                }
            } else if (!ByteSearch.isPlain(next)) {
                irregular = true;
            }
        }
        return to;
    }

    private int string(byte[] bytes, int at, int to) {
        int end = ByteSearch.firstOf('"', '\\', bytes, at, to);
        if (end == to) {
            return to;
        }
        if (bytes[end] == '\\') {
            return then(Step.ESCAPE, end);
        }
        return then(depth == 0 ? Step.OVER : Step.CONTAINER, end);
    }

    private int escape(byte mark, int at) {
        irregular |= !StringWalk.isEscape(mark);
        digitsLeft = 4;
        return then(mark == 'u' ? Step.HEX : Step.STRING, at);
    }

    private int hex(byte mark, int at) {
        if (Character.digit(mark, 16) < 0) {
            irregular = true;
            step = Step.STRING;
            return at;
        }
        return then(--digitsLeft == 0 ? Step.STRING : Step.HEX, at);
    }

    private int then(Step following, int at) {
        step = following;
        return at + 1;
    }
}
