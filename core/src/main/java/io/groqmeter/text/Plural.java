package io.groqmeter.text;

/** A number of things in an English sentence: {@code 1 call}, {@code 2 calls}. */
public final class Plural {

    private Plural() {}

    /** With the plural that an {@code s} makes. */
    public static String of(long number, String one) {
        return of(number, one, one + "s");
    }

    /** With a plural of its own, or with the verb: {@code (2, "record waits", "records wait")}. */
    public static String of(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
