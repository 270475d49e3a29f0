package io.groqmeter.groq.json;

/** Searches for the bytes that end a piece of JSON. */
final class Marks {

    private Marks() {}

    /** Where the string's next quote or backslash stands; {@code to} when there is none. */
    static int quoteOrBackslash(byte[] bytes, int at, int to) {
        int i = at;
        while (i < to && bytes[i] != '"' && bytes[i] != '\\') {
            i++;
        }
        return i;
    }

    /** Where the number, {@code true}, {@code false} or {@code null} is over; {@code to} when it may go on. */
    static int endOfLiteral(byte[] bytes, int at, int to) {
        int i = at;
        while (i < to && !endsLiteral(bytes[i])) {
            i++;
        }
        return i;
    }

    private static boolean endsLiteral(byte mark) {
        return switch (mark) {
            case ',', '}', ']', ' ', '\n', '\r', '\t' -> true;
            default -> false;
        };
    }
}
