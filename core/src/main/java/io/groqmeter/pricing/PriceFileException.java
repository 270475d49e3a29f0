package io.groqmeter.pricing;

/** A price file that cannot be used; the message names the file, the line, what is wrong there and how to mend it. */
public final class PriceFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    PriceFileException(String file, int line, int column, String reason) {
        super(file + ", line " + line + ", column " + column + ": " + reason);
        this.line = line;
        this.column = column;
    }

    /** The line the fault is on, from 1. */
    public int line() {
        return line;
    }

    /** The column the fault is at, from 1. */
    public int column() {
        return column;
    }
}
