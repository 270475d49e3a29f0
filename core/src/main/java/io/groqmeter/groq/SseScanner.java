package io.groqmeter.groq;

import io.groqmeter.groq.json.ByteSearch;

/**
 * Walks a stream of server-sent events as its bytes come, cut anywhere. Lines end in {@code \n}, {@code \r\n} or {@code \r};
 * comments and unknown fields are skipped. Keeps no line: data is passed on as it comes.
 */
final class SseScanner {

    /** Told the events in their order. */
    interface Listener {

        /** More of the event's data. The array is not to be kept. */
        void data(byte[] bytes, int from, int to);

        /** A further line of the same event's data begins: the event has a line feed here. */
        void nextLine();

        /** The event is named {@code error}. */
        void errorEvent();

        /** The event is complete. */
        void endEvent();
    }

    private enum Field {
        DATA,
        EVENT,
        OTHER
    }

    private static final int LONGEST_WORD = 8;

    private final Listener listener;
    /** The field's name, and then the event's name; one byte longer than any that matters. */
    private final byte[] word = new byte[LONGEST_WORD];

    private int wordLength;
    private boolean inValue;
    private boolean atValueStart;
    private boolean afterCarriageReturn;
    private Field field = Field.OTHER;
    private boolean hasData;
    private boolean started;

    SseScanner(Listener listener) {
        this.listener = listener;
    }

    /** Reads the next bytes, {@code from} inclusive to {@code to} exclusive. */
    void read(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (afterCarriageReturn) {
                afterCarriageReturn = false;
                if (bytes[at] == '\n') {
                    at++;
                    continue;
                }
            }
            at = inValue ? value(bytes, at, to) : name(bytes[at], at);
        }
    }

    private int name(byte mark, int at) {
        if (mark == '\n' || mark == '\r') {
            endLine(mark);
        } else if (mark == ':') {
            field = wordIs("data") ? Field.DATA : wordIs("event") ? Field.EVENT : Field.OTHER;
            inValue = true;
            atValueStart = true;
            wordLength = 0;
        } else {
            addToWord(mark);
        }
        return at + 1;
    }

    private int value(byte[] bytes, int at, int to) {
        int from = at;
        if (atValueStart) {
            atValueStart = false;
            from += bytes[at] == ' ' ? 1 : 0;
            if (field == Field.DATA && hasData) {
                listener.nextLine();
            }
        }
        int end = ByteSearch.firstOf('\n', '\r', bytes, from, to);
        if (field == Field.DATA && end > from) {
            hasData = true;
            listener.data(bytes, from, end);
        } else if (field == Field.EVENT) {
            for (int i = from; i < end; i++) {
                addToWord(bytes[i]);
            }
        }
        if (end == to) {
            return to;
        }
        endLine(bytes[end]);
        return end + 1;
    }

    private void endLine(byte mark) {
        boolean blank = !inValue && wordLength == 0;
        if (inValue && field == Field.EVENT && wordIs("error")) {
            listener.errorEvent();
        }
        if (blank && started) {
            listener.endEvent();
        }
        started = !blank;
        hasData &= !blank;
        inValue = false;
        wordLength = 0;
        afterCarriageReturn = mark == '\r';
    }

    private void addToWord(byte mark) {
        if (wordLength < LONGEST_WORD) {
            word[wordLength++] = mark;
        }
    }

    private boolean wordIs(String name) {
        if (wordLength != name.length()) {
            return false;
        }
        for (int i = 0; i < wordLength; i++) {
            if (word[i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
