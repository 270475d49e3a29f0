package io.groqmeter.cli.console;

import io.groqmeter.report.Messages;
import java.util.Locale;

/** The texts of the command line, in the person's language. */
public final class CliMessages {

    private CliMessages() {}

    public static Messages in(Locale locale) {
        return Messages.beside(CliMessages.class, locale);
    }
}
