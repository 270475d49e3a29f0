package io.groqmeter.cli;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Ends a command with one line to the person who ran it: what happened, which value, how to mend it. */
final class CliException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    /** The command could not do its work. */
    static final int FAILED = 1;
    /** The command was called with something it cannot take. */
    static final int MISUSED = 2;

    private final int exitCode;

    private CliException(int exitCode, String line, @Nullable Throwable cause) {
        super(line, cause);
        this.exitCode = exitCode;
    }

    static CliException failed(String line) {
        return new CliException(FAILED, line, null);
    }

    static CliException failed(String line, Throwable cause) {
        return new CliException(FAILED, line, cause);
    }

    static CliException misused(String line) {
        return new CliException(MISUSED, line, null);
    }

    int exitCode() {
        return exitCode;
    }

    /** The complaint's line. */
    String line() {
        return String.valueOf(getMessage());
    }
}
