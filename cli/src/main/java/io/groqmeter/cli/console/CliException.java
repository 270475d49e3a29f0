package io.groqmeter.cli.console;

import java.io.Serial;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Ends a command with one line to the person who ran it: what happened, which value, how to fix it. */
public final class CliException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    /** The command could not do its work. */
    public static final int FAILED = 1;
    /** The command was called with something it cannot use. */
    public static final int MISUSED = 2;

    private final int exitCode;

    private CliException(int exitCode, String line, @Nullable Throwable cause) {
        super(line, cause);
        this.exitCode = exitCode;
    }

    public static CliException failed(String line) {
        return new CliException(FAILED, line, null);
    }

    public static CliException failed(String line, Throwable cause) {
        return new CliException(FAILED, line, cause);
    }

    public static CliException misused(String line) {
        return new CliException(MISUSED, line, null);
    }

    /** Runs a parser of the person's input; its failure is reported as wrong usage. */
    public static <T> T understood(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            throw misused(String.valueOf(e.getMessage()));
        }
    }

    public int exitCode() {
        return exitCode;
    }

    /** The line. */
    public String line() {
        return String.valueOf(getMessage());
    }
}
