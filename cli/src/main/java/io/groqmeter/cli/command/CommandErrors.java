package io.groqmeter.cli.command;

import io.groqmeter.cli.console.CliContext;
import io.groqmeter.cli.console.CliException;
import io.groqmeter.cli.settings.Setting;
import io.groqmeter.store.UsageStoreException;

/** The output of a failed command: one line on stderr, with a stack trace only if {@link Setting#TRACE} asks for it. */
final class CommandErrors {

    private static final String UNFORESEEN =
            "groqmeter: unexpected error, %s; please report it with the stack trace that GROQMETER_TRACE=true prints%n";

    private CommandErrors() {}

    /** Prints the error and returns the exit code. */
    static int tell(Exception fault, CliContext around) {
        if (around.env().getOrDefault(Setting.TRACE.env(), "").equalsIgnoreCase("true")) {
            fault.printStackTrace(around.err());
        }
        if (fault instanceof CliException complaint) {
            around.err().println("groqmeter: " + complaint.line());
            return complaint.exitCode();
        }
        if (fault instanceof UsageStoreException) {
            around.err().println("groqmeter: " + fault.getMessage());
        } else {
            around.err().printf(UNFORESEEN, fault);
        }
        return CliException.FAILED;
    }
}
